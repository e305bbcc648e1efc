-- The record of a run. `dixit` keeps the number of this schema in `user_version`.

-- What made the run: keys `version`, `model`, `model_digest`, `precision`, `min_confidence`, and
-- `pass`, the number of times that the run was worked on.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A file that articles are read from. `key` is where it lies whatever folder the command runs in,
-- `path` how the first pass that read it was told. `digest` covers its bytes and how they were
-- read; it is null until every article in it is done. `pass` is the last that the file was part of.
CREATE TABLE input (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    digest TEXT,
    pass INTEGER NOT NULL
);
CREATE INDEX input_path ON input (path);

-- An article that is done. `given` is the id that its reader gave it, `id` the one that is unique
-- in the run; `digest` covers what was read; `line` is its line of articles.jsonl.
CREATE TABLE article (
    id TEXT PRIMARY KEY,
    given TEXT NOT NULL,
    input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
    record INTEGER NOT NULL,
    digest TEXT NOT NULL,
    pass INTEGER NOT NULL,
    line TEXT NOT NULL,
    UNIQUE (input, record)
);

-- The claims of an article in text order; `line` is the claim's line of claims.jsonl, whose
-- entities the last linking filled in. `vectors` is what the claim means as a whole and word by word
-- (`link::Vectors::bytes`); null where the model does not give it.
CREATE TABLE claim (
    article TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    vectors BLOB,
    PRIMARY KEY (article, ordinal)
);

-- Where an article names something or means something named, in text order: code points, the sort
-- of words (`name`, `description`, `pronoun`), what is meant (`Person`, `Organization`, `Place`,
-- `Thing`) and with what probability. Mentions with the same `chain` mean the same.
CREATE TABLE mention (
    article TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    form TEXT NOT NULL,
    kind TEXT NOT NULL,
    probability REAL NOT NULL,
    chain INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;

-- What the last linking found, made anew from the tables above by each; `line` is a line of
-- entities.jsonl, links.jsonl, groups.jsonl and copies.jsonl.
CREATE TABLE entity (id TEXT PRIMARY KEY, line TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE link (
    a TEXT NOT NULL, b TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TABLE claim_group (id TEXT PRIMARY KEY, line TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE copy (
    a TEXT NOT NULL, b TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (a, b)
) WITHOUT ROWID;

-- What was not processed and why; `outcome` is `skipped` or `failed`.
CREATE TABLE omission (
    input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
    record INTEGER NOT NULL,
    path TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (input, record)
);
