-- The Tongcheng rules by hand, in one statement over the file: what a good SQL writer would type who
-- knows that the roll lies sorted by member and gives the database memory to work with.
PRAGMA cache_size = -1000000;
WITH standing AS (
  SELECT DISTINCT a.member_id FROM affiliation a JOIN word w ON w.id = a.word_id
  WHERE w.dict = 'post' AND w.name IN ('主席', '副主席', '秘书长', '常委')
), kind AS MATERIALIZED (
  SELECT g.id, CASE w.name WHEN '全体会议' THEN 1 WHEN '常委会会议' THEN 2 ELSE 3 END AS k, w.name LIKE '%协商%' OR w.name IN ('全体会议', '常委会会议') AS speaks
  FROM meeting g JOIN word w ON w.id = g.kind_id WHERE g.cancelled IS NULL AND g.start_on BETWEEN '2026-01-01' AND '2026-12-31'
), roll AS (
  SELECT m.id AS member_id,
    sum(CASE WHEN k = 1 THEN CASE presence WHEN 'present' THEN 50 WHEN 'leave' THEN 30 ELSE 0 END ELSE 0 END) AS plenary,
    sum(CASE WHEN k = 2 THEN CASE presence WHEN 'leave' THEN -2 WHEN 'absent' THEN -5 ELSE 0 END ELSE 0 END) AS missed,
    sum(CASE WHEN k = 3 AND presence IN ('present', 'late', 'left_early', 'partial') THEN 2 ELSE 0 END) AS activities
  FROM member m CROSS JOIN attendance a ON a.id BETWEEN m.id << 32 AND (m.id << 32) + 4294967295 CROSS JOIN kind ON kind.id = a.meeting_id
  GROUP BY m.id
), spoken AS (
  SELECT a.member_id, sum(5 - CASE WHEN k = 3 AND presence IN ('present', 'late', 'left_early', 'partial') THEN 2 ELSE 0 END) AS points
  FROM (SELECT DISTINCT attendance_id FROM speech WHERE form = 'written') s JOIN attendance a ON a.id = s.attendance_id
  JOIN kind ON kind.id = a.meeting_id AND kind.speaks GROUP BY a.member_id
), persons AS (
  SELECT proposal_id, count(*) AS n FROM proposer GROUP BY proposal_id
), proposed AS (
  SELECT r.member_id, sum((CASE WHEN p.state IN ('filed', 'assigned', 'replied', 'rated', 'closed') THEN 25.0 ELSE 10.0 END)
    * CASE p.form WHEN 'joint' THEN CASE WHEN n = 1 THEN 1.0 WHEN r.ord = 1 THEN 0.5 ELSE 0.5 / (n - 1) END
                  WHEN 'collective' THEN CASE WHEN r.ord <= 3 THEN 1.0 ELSE 0.0 END ELSE 1.0 END) AS points
  FROM proposer r JOIN proposal p ON p.id = r.proposal_id JOIN persons x ON x.proposal_id = p.id
  WHERE p.cancelled IS NULL AND p.submitted_on BETWEEN '2026-01-01' AND '2026-12-31' AND r.member_id IS NOT NULL GROUP BY r.member_id
), sent AS (
  SELECT r.member_id, sum(10 + CASE WHEN EXISTS (SELECT 1 FROM adoption d WHERE d.opinion_id = o.id AND d.act = 'adoption') THEN 5 ELSE 0 END) AS points
  FROM author r JOIN opinion o ON o.id = r.opinion_id
  WHERE o.cancelled IS NULL AND o.submitted_on BETWEEN '2026-01-01' AND '2026-12-31' GROUP BY r.member_id
), parts AS (
  SELECT m.no, m.name, max(0, min(50, coalesce(roll.plenary + CASE WHEN st.member_id IS NULL THEN 0 ELSE roll.missed END, 0))) AS meetings,
    min(25, coalesce(proposed.points, 0)) AS proposals, min(10, coalesce(roll.activities, 0) + coalesce(spoken.points, 0)) AS activities,
    min(15, coalesce(sent.points, 0)) AS opinions
  FROM member m LEFT JOIN roll ON roll.member_id = m.id LEFT JOIN standing st ON st.member_id = m.id LEFT JOIN spoken ON spoken.member_id = m.id
  LEFT JOIN proposed ON proposed.member_id = m.id LEFT JOIN sent ON sent.member_id = m.id
  WHERE m.cancelled IS NULL
)
SELECT rank() OVER (ORDER BY meetings + proposals + activities + opinions DESC) AS rank, no, name, meetings, proposals, activities, opinions,
  meetings + proposals + activities + opinions AS total,
  CASE WHEN meetings + proposals + activities + opinions >= 60 THEN '合格' ELSE '不合格' END AS grade
FROM parts ORDER BY total DESC, no;
