SELECT sums.day, CAST(sums.comment_sum_valence AS DOUBLE PRECISION) / CAST(nullif(sums.comment_stated_valence, 0) AS NUMERIC) AS net_sentiment
FROM (SELECT facts.day AS day, CAST(sum(facts.valence) AS BIGINT) AS comment_sum_valence, count(facts.valence) AS comment_stated_valence
FROM (SELECT comments.day AS day, comments.valence AS valence
FROM (SELECT comment_current.platform AS platform, comment_current.account AS account, comment_current.community AS community, comment_current.day AS day, comment_current.private AS private, CASE WHEN (coalesce(taught.label, comment_current.sentiment, score.label) = 'positive') THEN 100 WHEN (coalesce(taught.label, comment_current.sentiment, score.label) = 'negative') THEN -100 WHEN (coalesce(taught.label, comment_current.sentiment, score.label) = 'neutral') THEN 0 END AS valence, post_current.topic AS topic
FROM comment_current LEFT OUTER JOIN (SELECT comment_score.text_id AS text_id, comment_score.label AS label, comment_score.score AS score, comment_score.confidence AS confidence
FROM comment_score JOIN (SELECT score_run.engine AS engine, score_run.version AS version
FROM score_run
WHERE score_run.number = (SELECT max(score_run.number) AS max_1
FROM score_run)) AS in_force ON comment_score.engine = in_force.engine AND comment_score.version = in_force.version) AS score ON score.text_id = comment_current.text_id LEFT OUTER JOIN (SELECT comment_label.comment_id AS comment_id, (array_agg(comment_label.label ORDER BY comment_label.number DESC) FILTER (WHERE comment_label.label IS NOT NULL))[1] AS label, (array_agg(comment_label.drawn ORDER BY comment_label.number DESC) FILTER (WHERE comment_label.drawn IS NOT NULL))[1] AS drawn, max(comment_label.number) AS taught
FROM comment_label GROUP BY comment_label.comment_id) AS taught ON taught.comment_id = comment_current.comment_id LEFT OUTER JOIN post_current ON post_current.platform = comment_current.platform AND post_current.account = comment_current.account AND post_current.native_id = comment_current.post_native_id
WHERE coalesce(comment_current.author_kind, '') != 'brand' AND comment_current.competitor IS NULL) AS comments
WHERE comments.topic IN ('news') AND comments.day >= '2026-05-01' AND comments.day <= '2026-05-31') AS facts GROUP BY facts.day) AS sums ORDER BY sums.day
