-- Step 1: the office's file. Codes of closed vocabularies are those of model/code.rs; days are
-- ISO 8601 prefixes (2026, 2026-03, 2026-03-05), as exact as the source was; a row that no longer
-- counts carries the reason in cancelled: nothing is erased. AUTOINCREMENT: an undone row's id is
-- never another row's, so that a later redo can only bring back what it took.

CREATE TABLE setting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL
) STRICT;

-- One row for each command that changed something; hash covers the row, its parts and prev.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  command TEXT NOT NULL,
  summary TEXT NOT NULL,
  summary_en TEXT NOT NULL,
  touched TEXT NOT NULL,
  changes INTEGER NOT NULL CHECK (changes > 0),
  undoes INTEGER REFERENCES journal (seq),
  prev BLOB NOT NULL CHECK (length(prev) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- The changes themselves, row by row, old and new (store/codec.rs).
CREATE TABLE journal_part (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL REFERENCES journal (seq) DEFERRABLE INITIALLY DEFERRED,
  data BLOB NOT NULL
) STRICT;
-- serves: the changes of one entry
CREATE INDEX journal_part_seq ON journal_part (seq);

CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is never erased'); END;
CREATE TRIGGER journal_fixed BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is never rewritten'); END;
CREATE TRIGGER journal_part_stays BEFORE DELETE ON journal_part BEGIN SELECT raise(ABORT, 'the journal is never erased'); END;
CREATE TRIGGER journal_part_fixed BEFORE UPDATE ON journal_part BEGIN SELECT raise(ABORT, 'the journal is never rewritten'); END;

-- Where imported rows came from; entry is the journal entry of the import.
CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  entry INTEGER NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  ledger TEXT NOT NULL,
  header_row INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

-- The office's open dictionaries; class tells meetings from activities among the kinds.
CREATE TABLE word (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  dict TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  class TEXT,
  ord INTEGER NOT NULL,
  UNIQUE (dict, name)
) STRICT;

CREATE TABLE word_alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  word_id INTEGER NOT NULL REFERENCES word (id),
  dict TEXT NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (dict, name)
) STRICT;

CREATE TABLE member (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no TEXT NOT NULL UNIQUE CHECK (no <> ''),
  name TEXT NOT NULL CHECK (name <> ''),
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  sex TEXT,
  birth TEXT,
  nation TEXT,
  sector_id INTEGER REFERENCES word (id),
  unit TEXT,
  job TEXT,
  phone TEXT,
  rank INTEGER,
  note TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER
) STRICT;
-- serves: who does this name mean
CREATE INDEX member_name ON member (name);

CREATE TABLE member_alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member (id),
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('former', 'alias', 'answer')),
  note TEXT,
  UNIQUE (member_id, name)
) STRICT;
-- serves: who does this name mean
CREATE INDEX member_alias_name ON member_alias (name);

-- Parties, committees, groups, posts and tags of a member, with dates where they are known; of
-- sectors, whose word of now stands in the member's row, only those between which a change is dated.
CREATE TABLE affiliation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member (id),
  word_id INTEGER NOT NULL REFERENCES word (id),
  ord INTEGER NOT NULL,
  since TEXT,
  until TEXT,
  CHECK (since IS NULL OR until IS NULL OR substr(since, 1, length(until)) <= substr(until, 1, length(since)))
) STRICT;
-- serves: what a member belongs to, in its order
CREATE INDEX affiliation_member ON affiliation (member_id, ord);

CREATE TABLE tenure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member (id),
  since TEXT,
  until TEXT,
  CHECK (since IS NULL OR until IS NULL OR substr(since, 1, length(until)) <= substr(until, 1, length(since)))
) STRICT;
-- serves: was a member in office on a day
CREATE INDEX tenure_member ON tenure (member_id);

CREATE TABLE status_event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER NOT NULL REFERENCES member (id),
  kind TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  basis TEXT,
  cancelled TEXT
) STRICT;
-- serves: what happened to a membership
CREATE INDEX status_event_member ON status_event (member_id);

CREATE TABLE meeting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no TEXT NOT NULL UNIQUE CHECK (no <> ''),
  title TEXT NOT NULL CHECK (title <> ''),
  kind_id INTEGER NOT NULL REFERENCES word (id),
  start_on TEXT NOT NULL,
  end_on TEXT NOT NULL,
  half_days INTEGER NOT NULL CHECK (half_days > 0),
  place TEXT,
  duty TEXT NOT NULL CHECK (duty IN ('required', 'sign_up', 'open')),
  note TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER,
  CHECK (substr(start_on, 1, length(end_on)) <= substr(end_on, 1, length(start_on)))
) STRICT;
-- serves: the meetings of a year, and what comes next
CREATE INDEX meeting_start ON meeting (start_on);

-- The half-days of a meeting that keeps a roll for each.
CREATE TABLE sitting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting_id INTEGER NOT NULL REFERENCES meeting (id),
  ord INTEGER NOT NULL,
  held_on TEXT NOT NULL,
  half TEXT NOT NULL CHECK (half IN ('am', 'pm')),
  title TEXT,
  UNIQUE (meeting_id, ord)
) STRICT;

-- The roll. The id is the member's id times 2^32 plus the meeting's: the table lies sorted by
-- member, one person stands once on a roll, and scoring reads it in one pass without an index.
CREATE TABLE attendance (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES member (id),
  meeting_id INTEGER NOT NULL REFERENCES meeting (id),
  presence TEXT NOT NULL,
  part TEXT NOT NULL,
  halves INTEGER CHECK (halves >= 0),
  walk_in INTEGER NOT NULL CHECK (walk_in IN (0, 1)),
  note TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER,
  CHECK (id = (member_id << 32) + meeting_id)
) STRICT;
-- serves: the roll of a meeting
CREATE INDEX attendance_meeting ON attendance (meeting_id);

CREATE TABLE sitting_presence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  attendance_id INTEGER NOT NULL REFERENCES attendance (id),
  sitting_id INTEGER NOT NULL REFERENCES sitting (id),
  presence TEXT NOT NULL,
  UNIQUE (attendance_id, sitting_id)
) STRICT;

CREATE TABLE speech (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  attendance_id INTEGER NOT NULL REFERENCES attendance (id),
  form TEXT NOT NULL CHECK (form IN ('oral', 'written')),
  title TEXT,
  UNIQUE (attendance_id, form, title)
) STRICT;

CREATE TABLE leave (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  attendance_id INTEGER NOT NULL REFERENCES attendance (id),
  state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
  kind_id INTEGER REFERENCES word (id),
  reason TEXT,
  asked_on TEXT,
  decided_on TEXT,
  decided_by TEXT,
  UNIQUE (attendance_id)
) STRICT;

-- People at a meeting who are no members: resource persons, experts, officials.
CREATE TABLE guest (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  meeting_id INTEGER NOT NULL REFERENCES meeting (id),
  name TEXT NOT NULL CHECK (name <> ''),
  unit TEXT,
  part TEXT NOT NULL,
  note TEXT,
  cancelled TEXT
) STRICT;
-- serves: who else was at a meeting
CREATE INDEX guest_meeting ON guest (meeting_id);

CREATE TABLE unit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no TEXT UNIQUE,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  short TEXT,
  parent_id INTEGER REFERENCES unit (id),
  contact TEXT,
  phone TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER
) STRICT;

CREATE TABLE unit_alias (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE proposal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  serial TEXT,
  no TEXT,
  title TEXT NOT NULL CHECK (title <> ''),
  form TEXT NOT NULL CHECK (form IN ('individual', 'joint', 'collective')),
  category_id INTEGER REFERENCES word (id),
  state TEXT NOT NULL,
  submitted_on TEXT,
  filed_on TEXT,
  assigned_on TEXT,
  due TEXT,
  replied_on TEXT,
  reply_class_id INTEGER REFERENCES word (id),
  rating_id INTEGER REFERENCES word (id),
  key INTEGER NOT NULL CHECK (key IN (0, 1)),
  excellent INTEGER NOT NULL CHECK (excellent IN (0, 1)),
  note TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER,
  body TEXT,
  main_id INTEGER REFERENCES proposal (id),
  letter_no TEXT,
  UNIQUE (session, serial),
  UNIQUE (session, no),
  UNIQUE (session, letter_no),
  CHECK (main_id IS NULL OR state = 'merged')
) STRICT;
-- serves: the open proposals, however many are closed
CREATE INDEX proposal_open ON proposal (session) WHERE (state = 'draft' OR state = 'submitted' OR state = 'registered' OR state = 'filed'
  OR state = 'returned' OR state = 'assigned' OR state = 'replied' OR state = 'rated' OR state = 'tracking');
-- serves: what was merged into a proposal
CREATE INDEX proposal_main ON proposal (main_id) WHERE main_id IS NOT NULL;

-- What is kept of a proposal's text to find similar ones (model/similar/sketch.rs): told from title
-- and body whenever either changes, gone when the proposal is; derived, so the journal has none.
-- Those of neighbouring proposals lie in one row (model/similar/bundle.rs).
CREATE TABLE proposal_sketch (
  bundle INTEGER PRIMARY KEY,
  sketches BLOB NOT NULL
) STRICT;

CREATE TABLE proposer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  ord INTEGER NOT NULL CHECK (ord > 0),
  member_id INTEGER REFERENCES member (id),
  body_id INTEGER REFERENCES word (id),
  signing TEXT CHECK (signing IN ('asked', 'signed')),
  UNIQUE (proposal_id, ord),
  CHECK ((member_id IS NULL) <> (body_id IS NULL))
) STRICT;
-- serves: the proposals of a member; scoring reads nothing else of a proposer
CREATE INDEX proposer_member ON proposer (member_id, proposal_id, ord);

CREATE TABLE assignment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  part TEXT NOT NULL CHECK (part IN ('lead', 'co', 'split')),
  ord INTEGER NOT NULL,
  handling TEXT,
  reply_class_id INTEGER REFERENCES word (id),
  rating_id INTEGER REFERENCES word (id),
  UNIQUE (proposal_id, part, unit_id)
) STRICT;
-- serves: the proposals of a unit
CREATE INDEX assignment_unit ON assignment (unit_id);

-- What was done with a proposal, step by step (model/proposal/lifecycle.rs).
CREATE TABLE proposal_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  step TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round > 0),
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  unit_id INTEGER REFERENCES unit (id),
  member_id INTEGER REFERENCES member (id),
  length TEXT,
  units TEXT,
  note TEXT,
  by TEXT NOT NULL
) STRICT;
-- serves: the history of a proposal
CREATE INDEX proposal_step_proposal ON proposal_step (proposal_id);

-- What proposers said of the replies: as a whole, or of one point of the office's form.
CREATE TABLE feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  round INTEGER NOT NULL CHECK (round > 0),
  member_id INTEGER REFERENCES member (id),
  unit_id INTEGER REFERENCES unit (id),
  point TEXT CHECK (point <> ''),
  answer TEXT NOT NULL CHECK (answer <> '')
) STRICT;
-- serves: the feedback on a proposal; nobody says two things of one point
CREATE UNIQUE INDEX feedback_once ON feedback (proposal_id, round, ifnull(member_id, 0), ifnull(unit_id, 0), ifnull(point, ''));

-- The due days that steps started, each with its reason; overdue is never stored. given_on is the day
-- that the ledger or the office gave in place of a counted one, given_after so many steps: time
-- granted since is added to it.
CREATE TABLE deadline (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  unit_id INTEGER REFERENCES unit (id),
  step TEXT NOT NULL,
  round INTEGER NOT NULL CHECK (round > 0),
  base_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  why TEXT NOT NULL,
  why_en TEXT NOT NULL,
  met_on TEXT,
  given_on TEXT,
  given_after INTEGER,
  CHECK ((given_on IS NULL) = (given_after IS NULL))
) STRICT;
-- serves: the deadlines of a proposal
CREATE INDEX deadline_proposal ON deadline (proposal_id);
-- serves: the promises of all years
CREATE INDEX deadline_promise ON deadline (due_on) WHERE step = 'track';
-- serves: what is due, however much was done
CREATE INDEX deadline_open ON deadline (due_on) WHERE met_on IS NULL;

CREATE TABLE opinion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL CHECK (title <> ''),
  submitted_on TEXT,
  note TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER,
  stage TEXT CHECK (stage IN ('issued', 'declined')),
  proposal_id INTEGER REFERENCES proposal (id)
) STRICT;
-- serves: the opinion that a proposal came from or went on as; the two are one matter
CREATE UNIQUE INDEX opinion_proposal ON opinion (proposal_id) WHERE proposal_id IS NOT NULL AND cancelled IS NULL;

CREATE TABLE author (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opinion_id INTEGER NOT NULL REFERENCES opinion (id),
  member_id INTEGER NOT NULL REFERENCES member (id),
  ord INTEGER NOT NULL CHECK (ord > 0),
  UNIQUE (opinion_id, ord)
) STRICT;
-- serves: the opinions of a member; scoring reads nothing else of an author
CREATE INDEX author_member ON author (member_id, opinion_id, ord);

-- Adoptions of an opinion and leaders' instructions on it, each at a level, by whom where it is
-- known; an instruction is answered in writing by a day.
CREATE TABLE adoption (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opinion_id INTEGER NOT NULL REFERENCES opinion (id),
  act TEXT NOT NULL CHECK (act IN ('adoption', 'instruction')),
  level_id INTEGER REFERENCES word (id),
  wording TEXT NOT NULL,
  manner TEXT CHECK (manner IN ('single', 'combined')),
  who TEXT,
  happened_on TEXT,
  due_on TEXT,
  why TEXT,
  why_en TEXT,
  answered_on TEXT,
  answer TEXT,
  CHECK (act = 'instruction' OR (due_on IS NULL AND answered_on IS NULL)),
  CHECK (act = 'adoption' OR manner IS NULL)
) STRICT;
-- serves: what became of an opinion, each by one body of a level once, by one leader once a day
CREATE UNIQUE INDEX adoption_opinion ON adoption (opinion_id, act, ifnull(level_id, 0), ifnull(who, ''),
  CASE act WHEN 'instruction' THEN ifnull(happened_on, '') ELSE '' END);
-- serves: the feedback that is due, however much was given
CREATE INDEX adoption_owed ON adoption (due_on) WHERE due_on IS NOT NULL AND answered_on IS NULL;

-- What was done with an opinion, step by step (model/opinion/lifecycle.rs).
CREATE TABLE opinion_step (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  opinion_id INTEGER NOT NULL REFERENCES opinion (id),
  step TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  note TEXT,
  by TEXT NOT NULL
) STRICT;
-- serves: the history of an opinion
CREATE INDEX opinion_step_opinion ON opinion_step (opinion_id);

-- Any other duty act: research, training, welfare, honours, media; points given by hand, with
-- reason, evidence and approver. Who organised it recorded it; someone else confirms it on a day.
-- Of a member, a body that a dictionary names (group, township …) or a unit.
CREATE TABLE record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER REFERENCES member (id),
  kind_id INTEGER NOT NULL REFERENCES word (id),
  happened_on TEXT NOT NULL,
  title TEXT NOT NULL,
  level_id INTEGER REFERENCES word (id),
  quantity TEXT NOT NULL,
  note TEXT,
  cancelled TEXT,
  source_id INTEGER REFERENCES source (id),
  line INTEGER,
  organizer TEXT,
  reason TEXT,
  evidence TEXT,
  approver TEXT,
  confirmed_by TEXT,
  confirmed_on TEXT,
  body_id INTEGER REFERENCES word (id),
  unit_id INTEGER REFERENCES unit (id),
  CHECK ((confirmed_by IS NULL) = (confirmed_on IS NULL)),
  CHECK ((member_id IS NOT NULL) + (body_id IS NOT NULL) + (unit_id IS NOT NULL) = 1)
) STRICT;
-- serves: the other acts of a member; scoring reads nothing else of a record
CREATE INDEX record_member ON record (member_id, kind_id, happened_on, level_id, quantity, confirmed_on, cancelled);
-- serves: the acts of a body or unit, and which of them a row of a spreadsheet means
CREATE INDEX record_body ON record (body_id, kind_id, happened_on) WHERE body_id IS NOT NULL;
CREATE INDEX record_unit ON record (unit_id, kind_id, happened_on) WHERE unit_id IS NOT NULL;

-- The rule sets that the office adopted for a year, as written, one for each kind of subject.
CREATE TABLE rules (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  year INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  subject TEXT NOT NULL,
  UNIQUE (year, subject)
) STRICT;

-- The deadline profiles that the office works by, as written, each from a day until the next one's;
-- the one without a day holds from the beginning.
CREATE TABLE profile (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  since TEXT UNIQUE,
  name TEXT NOT NULL CHECK (name <> ''),
  title TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

-- Holidays and weekends worked in exchange that the office imported; year is that of the notice,
-- whose New Year's days may lie in the December before.
CREATE TABLE holiday (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  year INTEGER NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('off', 'work')),
  festival TEXT NOT NULL,
  UNIQUE (year, day)
) STRICT;

-- The office's own templates of papers (model/paper), in place of those in the program.
CREATE TABLE template (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  paper TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- The series of numbers (案号, 流水号, 意见号) that a session has published: from then on no number of
-- the series is given anew, and new proposals get the next ones.
CREATE TABLE numbering (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  series TEXT NOT NULL CHECK (series IN ('no', 'serial', 'letter')),
  published_on TEXT NOT NULL,
  UNIQUE (session, series)
) STRICT;

-- The leaders of the committee and the government who take a key proposal in hand (领办) or
-- supervise how it is handled (督办), as the office writes them.
CREATE TABLE leader (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  part TEXT NOT NULL CHECK (part IN ('lead', 'supervise')),
  ord INTEGER NOT NULL CHECK (ord > 0),
  name TEXT NOT NULL CHECK (name <> ''),
  UNIQUE (proposal_id, part, name)
) STRICT;

-- What was done about a proposal beside the steps of its life: chosen as key or excellent, and
-- visits, talks, progress meetings and joint inspections.
CREATE TABLE proposal_act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal_id INTEGER NOT NULL REFERENCES proposal (id),
  kind TEXT NOT NULL,
  happened_on TEXT NOT NULL,
  who TEXT,
  note TEXT,
  by TEXT NOT NULL
) STRICT;
-- serves: the acts on a proposal
CREATE INDEX proposal_act_proposal ON proposal_act (proposal_id);

-- A year's scores as published: the rules as written, the state of the facts (the journal's head),
-- the time for objections. Corrections are further editions; no edition ever changes.
CREATE TABLE publication (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  year INTEGER NOT NULL,
  edition INTEGER NOT NULL CHECK (edition >= 1),
  published_on TEXT NOT NULL,
  as_of TEXT,
  title TEXT NOT NULL,
  rules TEXT NOT NULL,
  entry INTEGER NOT NULL,
  head TEXT NOT NULL,
  term TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  why TEXT NOT NULL,
  why_en TEXT NOT NULL,
  reason TEXT,
  by TEXT NOT NULL,
  subject TEXT NOT NULL,
  CHECK ((edition = 1) = (reason IS NULL))
) STRICT;
-- Each time that is published, the whole year or what happened up to a day, counts its own editions.
CREATE UNIQUE INDEX publication_edition ON publication (year, subject, coalesce(as_of, ''), edition);

-- The figures of an edition, exact: points are fractions, parts a JSON object by code (null where
-- a part is for other posts), unmet a JSON array of the gates that are not met. A body has no member.
CREATE TABLE published_score (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  publication_id INTEGER NOT NULL REFERENCES publication (id),
  member_id INTEGER REFERENCES member (id),
  no TEXT NOT NULL,
  name TEXT NOT NULL,
  rank INTEGER,
  total TEXT NOT NULL,
  grade TEXT,
  band TEXT,
  parts TEXT NOT NULL,
  unmet TEXT NOT NULL,
  UNIQUE (publication_id, no)
) STRICT;

-- Objections to published scores, what was decided, and the edition that corrected them.
CREATE TABLE objection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no INTEGER NOT NULL UNIQUE,
  score_id INTEGER NOT NULL REFERENCES published_score (id),
  what TEXT NOT NULL CHECK (what <> ''),
  raised_on TEXT NOT NULL,
  by TEXT NOT NULL,
  decision TEXT CHECK (decision IN ('accepted', 'rejected')),
  reason TEXT,
  decided_on TEXT,
  corrected_id INTEGER REFERENCES publication (id),
  CHECK ((decision IS NULL) = (decided_on IS NULL) AND (decision IS NULL) = (reason IS NULL)),
  CHECK (corrected_id IS NULL OR decision = 'accepted')
) STRICT;

-- What the office decided on a consequence that the rules gave for a year (score consequences), of a
-- member, a body or a unit: a measure, or none. A member's measure comes with the event of the
-- membership that it is. Once for each clause and year, unless it was lifted: lifted_* tell by whom,
-- when and why.
CREATE TABLE ruling (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  member_id INTEGER REFERENCES member (id),
  year INTEGER NOT NULL,
  clause TEXT NOT NULL CHECK (clause <> ''),
  article TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('imposed', 'waived')),
  measure TEXT NOT NULL,
  words TEXT NOT NULL,
  decided_by TEXT NOT NULL CHECK (decided_by <> ''),
  decided_on TEXT NOT NULL,
  document TEXT,
  reason TEXT NOT NULL,
  status_id INTEGER REFERENCES status_event (id),
  by TEXT NOT NULL,
  body_id INTEGER REFERENCES word (id),
  unit_id INTEGER REFERENCES unit (id),
  lifted_by TEXT CHECK (lifted_by <> ''),
  lifted_on TEXT,
  lift_document TEXT,
  lift_reason TEXT,
  CHECK ((lifted_by IS NULL) = (lifted_on IS NULL)),
  CHECK ((lifted_by IS NULL) = (lift_reason IS NULL)),
  CHECK (lifted_on >= decided_on),
  CHECK ((member_id IS NOT NULL) + (body_id IS NOT NULL) + (unit_id IS NOT NULL) = 1),
  CHECK ((outcome = 'imposed' AND member_id IS NOT NULL) = (status_id IS NOT NULL))
) STRICT;
-- serve: what was decided on a clause of a year; once, unless it was lifted
CREATE UNIQUE INDEX ruling_member ON ruling (member_id, year, clause) WHERE lifted_on IS NULL;
CREATE UNIQUE INDEX ruling_body ON ruling (body_id, year, clause) WHERE lifted_on IS NULL;
CREATE UNIQUE INDEX ruling_unit ON ruling (unit_id, year, clause) WHERE lifted_on IS NULL;

-- Appraisals 评议: of units (民主评议), or of members who report on their duty (述职评议). rules is
-- the scheme as written: options with points, criteria, what voids a ballot, what decides ties.
CREATE TABLE appraisal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  no TEXT NOT NULL UNIQUE CHECK (no <> ''),
  year INTEGER NOT NULL,
  kind_id INTEGER NOT NULL REFERENCES word (id),
  title TEXT NOT NULL CHECK (title <> ''),
  rules TEXT NOT NULL,
  note TEXT,
  cancelled TEXT
) STRICT;

-- The groups that go to whom is appraised, each led by a member.
CREATE TABLE appraisal_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  appraisal_id INTEGER NOT NULL REFERENCES appraisal (id),
  name TEXT NOT NULL CHECK (name <> ''),
  leader_id INTEGER REFERENCES member (id),
  UNIQUE (appraisal_id, name)
) STRICT;

-- Whom an appraisal is about, how and when it was held.
CREATE TABLE appraised (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  appraisal_id INTEGER NOT NULL REFERENCES appraisal (id),
  member_id INTEGER REFERENCES member (id),
  body_id INTEGER REFERENCES word (id),
  unit_id INTEGER REFERENCES unit (id),
  group_id INTEGER REFERENCES appraisal_group (id),
  form TEXT CHECK (form IN ('oral', 'written')),
  held_on TEXT,
  paper TEXT,
  note TEXT,
  cancelled TEXT,
  CHECK ((member_id IS NOT NULL) + (body_id IS NOT NULL) + (unit_id IS NOT NULL) = 1)
) STRICT;
-- serves: whom an appraisal is about
CREATE INDEX appraised_appraisal ON appraised (appraisal_id);
-- serves: the appraisals of a member
CREATE INDEX appraised_member ON appraised (member_id) WHERE member_id IS NOT NULL;

-- A count of someone's ballots: sheets issued, come back and valid, votes as a JSON object of counts
-- by criterion and option. No count ever changes: a later one names the one in whose place it
-- stands. A void vote is voted again, and the next round's counts begin anew.
CREATE TABLE appraisal_ballot (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  appraised_id INTEGER NOT NULL REFERENCES appraised (id),
  after_id INTEGER UNIQUE REFERENCES appraisal_ballot (id),
  round INTEGER NOT NULL CHECK (round >= 1),
  held_on TEXT NOT NULL,
  entitled INTEGER CHECK (entitled >= 0),
  issued INTEGER NOT NULL CHECK (issued >= 0),
  returned INTEGER NOT NULL CHECK (returned >= 0),
  valid INTEGER NOT NULL CHECK (valid >= 0),
  votes TEXT NOT NULL CHECK (json_valid(votes)),
  CHECK (valid <= returned)
) STRICT;
-- serves: the counts of whom an appraisal is about
CREATE INDEX appraisal_ballot_appraised ON appraisal_ballot (appraised_id);

-- An appraisal's result as published. Corrections are further editions; no edition ever changes.
CREATE TABLE appraisal_publication (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  appraisal_id INTEGER NOT NULL REFERENCES appraisal (id),
  edition INTEGER NOT NULL CHECK (edition >= 1),
  published_on TEXT NOT NULL,
  entry INTEGER NOT NULL,
  head TEXT NOT NULL,
  rules TEXT NOT NULL,
  reason TEXT,
  by TEXT NOT NULL,
  UNIQUE (appraisal_id, edition),
  CHECK ((edition = 1) = (reason IS NULL))
) STRICT;

-- The figures of an edition and the counts behind them; points are fractions, who was not rated has none.
CREATE TABLE appraisal_result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  publication_id INTEGER NOT NULL REFERENCES appraisal_publication (id),
  appraised_id INTEGER NOT NULL REFERENCES appraised (id),
  ballot_id INTEGER REFERENCES appraisal_ballot (id),
  name TEXT NOT NULL,
  rank INTEGER,
  points TEXT,
  level TEXT,
  UNIQUE (publication_id, appraised_id)
) STRICT;
