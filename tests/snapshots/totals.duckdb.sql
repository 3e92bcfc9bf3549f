SELECT coalesce(sums.rows, 0) AS posts, sums.sum_reach AS reach, sums.sum_engagements AS engagements
FROM (SELECT count(*) AS rows, CAST(sum(facts.reach) AS BIGINT) AS sum_reach, CAST(sum(facts.engagements) AS BIGINT) AS sum_engagements
FROM (SELECT post_current.engagements AS engagements, post_current.reach AS reach
FROM post_current) AS facts) AS sums
