SELECT sums.platform, coalesce(sums.rows, 0) AS posts, sums.last_followers AS followers
FROM (SELECT stacked.platform AS platform, CAST(sum(stacked.rows) AS INTEGER) AS rows, CAST(sum(stacked.last_followers) AS DOUBLE PRECISION) AS last_followers
FROM (SELECT anon_1.platform AS platform, anon_1.rows AS rows, CAST(NULL AS DOUBLE PRECISION) AS last_followers
FROM (SELECT facts.platform AS platform, count(*) AS rows
FROM (SELECT post_current.platform AS platform
FROM post_current
WHERE post_current.day >= '2026-05-01' AND post_current.day <= '2026-05-31') AS facts GROUP BY facts.platform) AS anon_1 UNION ALL SELECT anon_2.platform AS platform, CAST(NULL AS INTEGER) AS rows, anon_2.last_followers AS last_followers
FROM (SELECT facts.platform AS platform, CAST(sum(facts.value) FILTER (WHERE facts.metric = 'followers' AND facts.newest) AS DOUBLE PRECISION) AS last_followers
FROM (SELECT daily_current.change AS change, daily_current.metric AS metric, daily_current.platform AS platform, daily_current.value AS value, row_number() OVER (PARTITION BY daily_current.account, daily_current.metric, daily_current.platform ORDER BY daily_current.day DESC) = 1 AS newest
FROM daily_current
WHERE daily_current.metric IN ('followers') AND daily_current.day >= '2026-05-01' AND daily_current.day <= '2026-05-31') AS facts GROUP BY facts.platform) AS anon_2) AS stacked GROUP BY stacked.platform) AS sums ORDER BY sums.platform
