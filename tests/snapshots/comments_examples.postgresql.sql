SELECT comment_current.text, taught.label, taught.drawn
FROM comment_current JOIN (SELECT comment_label.comment_id AS comment_id, (array_agg(comment_label.label ORDER BY comment_label.number DESC) FILTER (WHERE comment_label.label IS NOT NULL))[1] AS label, (array_agg(comment_label.drawn ORDER BY comment_label.number DESC) FILTER (WHERE comment_label.drawn IS NOT NULL))[1] AS drawn, max(comment_label.number) AS taught
FROM comment_label GROUP BY comment_label.comment_id) AS taught ON taught.comment_id = comment_current.comment_id
WHERE comment_current.text IS NOT NULL ORDER BY taught.taught DESC, taught.comment_id
 LIMIT 5000
