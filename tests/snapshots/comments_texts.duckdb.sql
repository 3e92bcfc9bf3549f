SELECT comments.text
FROM (SELECT comment_current.comment_id AS comment_id, comment_current.platform AS platform, comment_current.account AS account, comment_current.community AS community, comment_current.created_at AS created_at, comment_current.day AS day, comment_current.private AS private, comment_current.text AS text, coalesce(taught.label, comment_current.sentiment, score.label) AS label
FROM comment_current LEFT OUTER JOIN (SELECT comment_score.text_id AS text_id, comment_score.label AS label, comment_score.score AS score, comment_score.confidence AS confidence
FROM comment_score JOIN (SELECT score_run.engine AS engine, score_run.version AS version
FROM score_run
WHERE score_run.number = (SELECT max(score_run.number) AS max_1
FROM score_run)) AS in_force ON comment_score.engine = in_force.engine AND comment_score.version = in_force.version) AS score ON score.text_id = comment_current.text_id LEFT OUTER JOIN (SELECT comment_label.comment_id AS comment_id, arg_max(comment_label.label, comment_label.number) AS label, arg_max(comment_label.drawn, comment_label.number) AS drawn, max(comment_label.number) AS taught
FROM comment_label GROUP BY comment_label.comment_id) AS taught ON taught.comment_id = comment_current.comment_id
WHERE coalesce(comment_current.author_kind, '') != 'brand' AND comment_current.competitor IS NULL) AS comments
WHERE comments.day >= '2026-05-01' AND comments.day <= '2026-05-31' AND comments.platform IN ('facebook') AND comments.community IN ('tea') AND comments.private IS NOT true AND comments.label = 'negative' AND comments.text IS NOT NULL ORDER BY comments.day DESC, comments.created_at DESC NULLS LAST, comments.comment_id
 LIMIT 2000
