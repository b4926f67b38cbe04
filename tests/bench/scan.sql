-- Every row and every column of the tables that the facts are in, each table once, by one thread.
SELECT total(id), sum(member_id), sum(meeting_id), sum(length(presence)), sum(length(part)), sum(halves), sum(walk_in), sum(length(note)), sum(source_id), sum(line) FROM attendance;
SELECT sum(id), total(attendance_id), sum(length(form)), sum(length(title)) FROM speech;
SELECT sum(id), sum(length(session)), sum(length(serial)), sum(length(no)), sum(length(title)), sum(length(form)), sum(category_id), sum(length(state)), sum(length(submitted_on)), sum(length(filed_on)),
 sum(length(assigned_on)), sum(length(due)), sum(length(replied_on)), sum(reply_class_id), sum(rating_id), sum(key), sum(excellent), sum(length(note)), sum(length(cancelled)), sum(source_id), sum(line),
 sum(length(body)), sum(main_id), sum(length(letter_no)) FROM proposal;
SELECT sum(id), sum(proposal_id), sum(ord), sum(member_id), sum(body_id), sum(length(signing)) FROM proposer;
SELECT sum(id), sum(length(no)), sum(length(title)), sum(length(submitted_on)), sum(length(note)), sum(length(cancelled)), sum(source_id), sum(line), sum(length(stage)), sum(proposal_id) FROM opinion;
SELECT sum(id), sum(opinion_id), sum(member_id), sum(ord) FROM author;
SELECT sum(id), sum(opinion_id), sum(length(act)), sum(level_id), sum(length(wording)), sum(length(manner)), sum(length(who)), sum(length(happened_on)), sum(length(due_on)), sum(length(why)), sum(length(why_en)),
 sum(length(answered_on)), sum(length(answer)) FROM adoption;
SELECT sum(id), sum(member_id), sum(kind_id), sum(length(happened_on)), sum(length(title)), sum(level_id), sum(length(quantity)), sum(length(note)), sum(length(cancelled)), sum(source_id), sum(line) FROM record;
