SELECT sums.month, sums.mean_rate AS daily_engagement_rate
FROM (SELECT facts.month AS month, CAST(avg(facts.rate) AS DOUBLE PRECISION) AS mean_rate
FROM (SELECT follower_day.day AS day, follower_day.month AS month, CAST(coalesce(sum(post_day.engagements), 0) AS DOUBLE PRECISION) / nullif(sum(follower_day.value), 0) AS rate
FROM daily_current AS follower_day LEFT OUTER JOIN (SELECT post_current.platform AS platform, post_current.account AS account, post_current.day AS day, sum(post_current.engagements) AS engagements
FROM post_current GROUP BY post_current.platform, post_current.account, post_current.day) AS post_day ON follower_day.platform = post_day.platform AND follower_day.account = post_day.account AND follower_day.day = post_day.day
WHERE follower_day.metric = 'followers' GROUP BY follower_day.day, follower_day.month) AS facts GROUP BY facts.month) AS sums ORDER BY sums.month
