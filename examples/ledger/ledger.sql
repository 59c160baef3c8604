-- A ledger: the balance of each account is the sum of its entries, and all balances add up to zero.
CREATE SCHEMA ledger;

CREATE TABLE ledger.accounts (
    id      int PRIMARY KEY,
    balance numeric(14, 2) NOT NULL DEFAULT 0
);

CREATE TABLE ledger.entries (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account int NOT NULL REFERENCES ledger.accounts,
    amount  numeric(14, 2) NOT NULL
);

INSERT INTO ledger.accounts (id) SELECT generate_series(1, 1000);

-- Books one transfer. Call it from several sessions while the ledger is exported.
CREATE FUNCTION ledger.transfer(payer int, payee int, amount numeric) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ledger.entries (account, amount) VALUES (payer, -amount), (payee, amount);
    UPDATE ledger.accounts SET balance = balance - amount WHERE id = payer;
    UPDATE ledger.accounts SET balance = balance + amount WHERE id = payee;
$$;

SELECT ledger.transfer(1 + (random() * 999)::int, 1 + (random() * 999)::int, round((random() * 100)::numeric, 2))
  FROM generate_series(1, 10000);
