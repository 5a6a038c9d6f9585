namespace LaionGrid.Datasets.Explorer;

/// <summary>
/// The tables of explorer.sqlite. A row's id is its rank by score, best first, so that a search, whose hits come by id, comes sorted by score at no cost. "keys" says the same as "images" in
/// few bytes a row, for what has to look at many: sorting hits otherwise, and counting facets.
/// </summary>
internal static class ExplorerSchema
{
    /// <summary>Grows with every change that a reader has to know of.</summary>
    public const int Version = 1;

    public const string Columns = "uid, score, rating, ratings, strength, similarity, unsafe, watermark, created, width, height, steps, cfg, seed, model, sampler, source, lang, domain, license, url, prompt, negative_prompt, caption";

    /// <summary>What a row brings besides, for tables of its own.</summary>
    public const string StagedColumns = "tags, flags, embedding, model_code, sampler_code, source_code, lang_code, domain_code, phash";

    public const string Staging = $"CREATE TABLE staging.rows (row INTEGER PRIMARY KEY, {Columns}, {StagedColumns})";

    public const string Tables = """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE images (id INTEGER PRIMARY KEY, uid TEXT NOT NULL, score REAL, rating REAL, ratings INTEGER NOT NULL, strength REAL, similarity REAL, unsafe REAL, watermark REAL,
          created INTEGER, width INTEGER, height INTEGER, steps INTEGER, cfg REAL, seed INTEGER, model TEXT, sampler TEXT, source TEXT, lang TEXT, domain TEXT, license TEXT,
          url TEXT, prompt TEXT NOT NULL, negative_prompt TEXT, caption TEXT);
        CREATE TABLE keys (id INTEGER PRIMARY KEY, score REAL, rating REAL, created INTEGER, similarity REAL, model INTEGER, sampler INTEGER, source INTEGER, lang INTEGER, domain INTEGER, phash INTEGER);
        CREATE TABLE labels (kind TEXT NOT NULL, label TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, label, id)) WITHOUT ROWID;
        CREATE TABLE embeddings (id INTEGER PRIMARY KEY, vector BLOB NOT NULL);
        CREATE TABLE facet_values (facet TEXT NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL, images INTEGER NOT NULL, PRIMARY KEY (facet, code)) WITHOUT ROWID;
        CREATE TABLE terms (kind TEXT NOT NULL, term TEXT NOT NULL, images INTEGER NOT NULL, score_with REAL, score_without REAL, rating_with REAL, rating_without REAL, rated INTEGER NOT NULL,
          PRIMARY KEY (kind, term)) WITHOUT ROWID;
        CREATE TABLE prompts (rank INTEGER PRIMARY KEY, image INTEGER NOT NULL, images INTEGER NOT NULL, score REAL, rating REAL);
        CREATE TABLE pairs (word TEXT NOT NULL, other TEXT NOT NULL, images INTEGER NOT NULL, npmi REAL NOT NULL, PRIMARY KEY (word, other)) WITHOUT ROWID;
        CREATE VIRTUAL TABLE images_fts USING fts5(prompt, caption, content='images', content_rowid='id', columnsize=0, tokenize='unicode61 remove_diacritics 2');
        """;

    public const string Indexes = """
        CREATE UNIQUE INDEX images_uid ON images (uid);
        CREATE INDEX keys_model ON keys (model) WHERE model IS NOT NULL;
        CREATE INDEX keys_sampler ON keys (sampler) WHERE sampler IS NOT NULL;
        CREATE INDEX keys_source ON keys (source) WHERE source IS NOT NULL;
        CREATE INDEX keys_lang ON keys (lang) WHERE lang IS NOT NULL;
        CREATE INDEX keys_domain ON keys (domain) WHERE domain IS NOT NULL;
        CREATE INDEX keys_score ON keys (score DESC) WHERE score IS NOT NULL;
        CREATE INDEX keys_rating ON keys (rating DESC) WHERE rating IS NOT NULL;
        CREATE INDEX keys_created ON keys (created DESC) WHERE created IS NOT NULL;
        CREATE INDEX keys_similarity ON keys (similarity DESC) WHERE similarity IS NOT NULL;
        CREATE INDEX labels_id ON labels (id);
        CREATE INDEX facet_values_images ON facet_values (facet, images DESC);
        CREATE INDEX terms_images ON terms (kind, images DESC);
        """;
}
