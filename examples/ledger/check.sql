-- Asked of the lake: the accounts whose balance is not the sum of their entries. There are none at any time.
SELECT a.id, a.balance, e.total
  FROM accounts a
  LEFT JOIN (SELECT account, sum(amount) AS total FROM entries GROUP BY account) e ON e.account = a.id
 WHERE a.balance <> coalesce(e.total, 0);
