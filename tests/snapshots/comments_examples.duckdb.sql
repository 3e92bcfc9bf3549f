SELECT comment_current.text, taught.label, taught.drawn
FROM comment_current JOIN (SELECT comment_label.comment_id AS comment_id, arg_max(comment_label.label, comment_label.number) AS label, arg_max(comment_label.drawn, comment_label.number) AS drawn, max(comment_label.number) AS taught
FROM comment_label GROUP BY comment_label.comment_id) AS taught ON taught.comment_id = comment_current.comment_id
WHERE comment_current.text IS NOT NULL ORDER BY taught.taught DESC, taught.comment_id
 LIMIT 5000
