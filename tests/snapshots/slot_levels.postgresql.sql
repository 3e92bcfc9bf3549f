WITH judged AS
(SELECT posts.day AS day, posts.account AS account, posts.content_type AS content_type, posts.hour AS hour, posts.month AS month, posts.paid AS paid, posts.platform AS platform, posts.topic AS topic, posts.week AS week, posts.weekday AS weekday, posts.days AS days, posts.top AS top, posts.bottom AS bottom
FROM (SELECT post_current.day AS day, post_current.account AS account, post_current.content_type AS content_type, post_current.hour AS hour, post_current.month AS month, post_current.paid AS paid, post_current.platform AS platform, post_current.topic AS topic, post_current.week AS week, post_current.weekday AS weekday, CAST(EXTRACT(epoch FROM post_current.captured_at) - EXTRACT(epoch FROM post_current.published_at) AS DOUBLE PRECISION) / CAST(86400.0 AS DOUBLE PRECISION) AS days, CASE WHEN (CAST(nullif(post_current.reach, 0) AS DOUBLE PRECISION) IS NOT NULL) THEN CAST(post_current.engagements AS DOUBLE PRECISION) END AS top, CAST(nullif(post_current.reach, 0) AS DOUBLE PRECISION) AS bottom
FROM post_current
WHERE post_current.platform IN ('facebook') AND post_current.day >= '2026-05-01' AND post_current.day <= '2026-05-31') AS posts
WHERE posts.hour IS NOT NULL AND posts.top IS NOT NULL AND (posts.days IS NULL OR posts.days >= 2.0) AND posts.bottom IS NOT NULL),
all_of AS
(SELECT sum(judged.top) / CAST(sum(judged.bottom) AS DOUBLE PRECISION) AS usual
FROM judged)
 SELECT grouping(logged.size, logged.account, logged.topic) AS kind, logged.platform, logged.content_type, logged.size, logged.account, logged.topic, count(*) AS n, avg(logged.y) AS mean, coalesce(var_samp(logged.y), 0.0) AS spread, max(logged.usual) AS usual, min(logged.day) AS first, max(logged.day) AS last
FROM (SELECT judged.weekday * 24 + judged.hour AS cell, coalesce(judged.platform, '') AS platform, coalesce(judged.account, '') AS account, coalesce(judged.content_type, '') AS content_type, coalesce(judged.topic, '') AS topic, CASE WHEN (judged.bottom * all_of.usual < 3.0) THEN 0 WHEN (judged.bottom * all_of.usual < 10.0) THEN 1 WHEN (judged.bottom * all_of.usual < 30.0) THEN 2 ELSE 3 END AS size, CASE WHEN judged.paid THEN 1 ELSE 0 END + CASE WHEN (judged.day IN (SELECT event.day
FROM event
WHERE event.import_id IN (SELECT imports.id
FROM (SELECT import_log.id AS id, import_log.captured_at AS captured_at, row_number() OVER (ORDER BY import_log.captured_at, import_log.id) AS age
FROM import_log
WHERE import_log.kind IN ('file', 'demo') AND (import_log.id NOT IN (SELECT later.undoes
FROM import_log AS later
WHERE later.undoes IS NOT NULL))) AS imports))) THEN 2 ELSE 0 END + 4 * CASE WHEN (coalesce(judged.days, 14.0) < 3.0) THEN 0 WHEN (coalesce(judged.days, 14.0) < 5.0) THEN 1 WHEN (coalesce(judged.days, 14.0) < 7.0) THEN 2 WHEN (coalesce(judged.days, 14.0) < 14.0) THEN 3 ELSE 4 END AS flags, judged.day AS day, judged.week AS week, judged.month AS month, all_of.usual AS usual, ln((judged.top + 0.5) / CAST((judged.bottom + 0.5 / CAST(nullif(all_of.usual, 0) AS NUMERIC)) AS DOUBLE PRECISION)) AS y
FROM judged JOIN all_of ON true) AS logged GROUP BY GROUPING SETS((logged.platform, logged.content_type, logged.size), (logged.account), (logged.topic), ())
