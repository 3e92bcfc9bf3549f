SELECT sums.day, CAST(sums.sum_engagements_given_reach AS DOUBLE PRECISION) / nullif(sums.sum_reach_given_engagements, 0) AS engagement_rate_by_reach, sums.sum_engagements_given_reach AS engagement_rate_by_reach__top, sums.sum_reach_given_engagements AS engagement_rate_by_reach__bottom
FROM (SELECT facts.day AS day, CAST(sum(facts.engagements) FILTER (WHERE facts.reach IS NOT NULL) AS BIGINT) AS sum_engagements_given_reach, CAST(sum(facts.reach) FILTER (WHERE facts.engagements IS NOT NULL) AS BIGINT) AS sum_reach_given_engagements
FROM (SELECT post_current.day AS day, post_current.engagements AS engagements, post_current.reach AS reach
FROM post_current
WHERE post_current.platform IN ('facebook', 'x') AND post_current.day >= '2026-05-01' AND post_current.day <= '2026-05-31') AS facts GROUP BY facts.day) AS sums ORDER BY sums.day
