-- A large office in few statements: MEMBERS members with 50 duty acts each in 2026, most of them
-- attendance; proposals, opinions and records lie in the order in which they came in, not by member.
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
PRAGMA cache_size = -400000;
BEGIN;
INSERT INTO source VALUES (1, 0, '测速.csv', '', 'attendance', 1, '');

CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < MEMBERS) SELECT i FROM n;
CREATE TEMP TABLE kind (at INTEGER PRIMARY KEY, id INTEGER);
INSERT INTO kind SELECT row_number() OVER () - 1, id FROM word
 WHERE dict = 'meeting_kind' AND name IN ('常委会会议', '专题协商会', '视察', '调研', '学习培训', '界别活动', '走访', '公益活动');

INSERT INTO member (id, no, name, pinyin, initials, sex, sector_id, source_id, line)
 SELECT i, 10000 + i, '王' || char(19968 + i % 5000) || char(22000 + i / 5000), 'wang', 'w', 'male',
  (SELECT id FROM word WHERE dict = 'sector' AND name = '教育界'), 1, i + 1 FROM n;
INSERT INTO tenure (member_id, since) SELECT i, '2021-01-10' FROM n;
INSERT INTO affiliation (member_id, word_id, ord, since)
 SELECT i, (SELECT id FROM word WHERE dict = 'post' AND name = iif(i % 9 = 0, '常委', '委员')), 1, '2021-01-10' FROM n;

-- Two plenary meetings for all, then 400 others, each for a tenth of the members.
INSERT INTO meeting (id, no, title, kind_id, start_on, end_on, half_days, duty, source_id, line)
 SELECT i, 'HY' || i, '第' || i || '次', iif(i <= 2, (SELECT id FROM word WHERE dict = 'meeting_kind' AND name = '全体会议'),
   (SELECT id FROM kind WHERE at = i / 10 % 8)), printf('2026-%02d-%02d', i % 12 + 1, i % 27 + 1), printf('2026-%02d-%02d', i % 12 + 1, i % 27 + 1),
  1 + i % 2, iif(i <= 2, 'required', 'sign_up'), 1, i + 1 FROM n WHERE i <= 402;
INSERT INTO attendance (id, member_id, meeting_id, presence, part, halves, walk_in, note, source_id, line)
 SELECT (m.i << 32) + g.id, m.i, g.id,
  CASE (m.i * 7 + g.id * 13) % 20 WHEN 0 THEN 'leave' WHEN 1 THEN 'leave' WHEN 2 THEN 'absent' WHEN 3 THEN 'late' ELSE 'present' END,
  'attendee', NULL, 0, NULL, 1, (g.id - 1) * 20000 + m.i % 20000
 FROM n m JOIN meeting g ON g.id IN (1, 2) OR g.id % 10 = m.i % 10 ORDER BY m.i, g.id;
INSERT INTO speech (attendance_id, form, title)
 SELECT id, iif(meeting_id % 2, 'written', 'oral'), '关于第' || (id % 7919) || '件事的发言' FROM attendance
 WHERE presence = 'present' AND (member_id * 31 + meeting_id * 17) % 59 = 0;

-- Of a hundred proposals 64 are of one member, 34 of three together, 2 of five in a committee's name.
INSERT INTO proposal (id, session, serial, no, title, form, category_id, state, submitted_on, filed_on, key, excellent, source_id, line, body)
 SELECT i, '十届五次', i, i, '关于第' || i || '件事的建议', CASE WHEN i % 50 = 0 THEN 'collective' WHEN i % 100 > 65 THEN 'joint' ELSE 'individual' END, NULL,
  CASE WHEN i % 10 = 0 THEN 'not_filed' WHEN i % 3 = 0 THEN 'closed' ELSE 'assigned' END,
  printf('2026-%02d-%02d', i * 11 / MEMBERS % 12 + 1, i % 27 + 1), NULL, i % 40 = 0, i % 60 = 0, 1, i + 1, NULL FROM n;
INSERT INTO proposal (id, session, serial, no, title, form, category_id, state, submitted_on, filed_on, key, excellent, source_id, line, body)
 SELECT id + MEMBERS, session, id + MEMBERS, id + MEMBERS, title, form, category_id, state, submitted_on, filed_on, key, excellent, source_id, line, NULL
 FROM proposal WHERE id <= MEMBERS / 2;
INSERT INTO proposer (proposal_id, ord, member_id)
 SELECT p.id, o.i, (p.id * 7919 + o.i * 31337) % MEMBERS + 1 FROM proposal p
 JOIN (SELECT 1 AS i UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5) o
  ON o.i <= CASE p.form WHEN 'joint' THEN 3 WHEN 'collective' THEN 5 ELSE 1 END ORDER BY p.id, o.i;

INSERT INTO opinion (id, no, title, submitted_on, source_id, line)
 SELECT i, 'SQ' || i, '反映第' || i || '件事', printf('2026-%02d-%02d', i * 11 / MEMBERS % 12 + 1, i % 27 + 1), 1, i + 1 FROM n;
INSERT INTO opinion (id, no, title, submitted_on, source_id, line)
 SELECT id + MEMBERS, 'SQ' || (id + MEMBERS), '反映第' || (id + MEMBERS) || '件事', submitted_on, 1, line FROM opinion;
INSERT INTO author (opinion_id, member_id, ord) SELECT id, (id * 104729) % MEMBERS + 1, 1 FROM opinion ORDER BY id;
INSERT INTO adoption (opinion_id, act, level_id, wording, happened_on)
 SELECT id, 'adoption', (SELECT id FROM word WHERE dict = 'level' AND name = '市'), '采用', submitted_on FROM opinion WHERE id % 3 = 0 ORDER BY id;

INSERT INTO record (member_id, kind_id, happened_on, title, quantity, source_id, line)
 SELECT (i * 15485863) % MEMBERS + 1, (SELECT min(id) FROM word WHERE dict = 'record_kind') + i % 6, printf('2026-%02d-%02d', i % 12 + 1, i % 27 + 1),
  '第' || i || '件', '1', 1, i + 1
 FROM (SELECT i FROM n UNION ALL SELECT i + MEMBERS FROM n UNION ALL SELECT i + 2 * MEMBERS FROM n WHERE i % 4 > 0) ORDER BY i;
COMMIT;
