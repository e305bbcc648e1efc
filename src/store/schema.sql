-- The record of a run. `dixit` keeps the number of this schema in `user_version`.

-- What made the run: keys `version`, `model`, `model_digest`, `precision`, `min_confidence`, and `pass`, the
-- number of times that the run was worked on.
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

-- The claims of an article in text order; `line` is the claim's line of claims.jsonl.
CREATE TABLE claim (
    article TEXT NOT NULL REFERENCES article ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    id TEXT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (article, ordinal)
);

-- What was not processed and why; `outcome` is `skipped` or `failed`.
CREATE TABLE omission (
    input INTEGER NOT NULL REFERENCES input ON DELETE CASCADE,
    record INTEGER NOT NULL,
    path TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (input, record)
);
