/**
 * What made the database, step by step: entry n leads from version n to n + 1. Append only; a step that was
 * released is never changed. Times are milliseconds since 1970.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE photos (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    -- When it was last handed in: a purge leaves alone what came lately.
    seen_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX photos_by_time ON photos (seen_at);

  CREATE TABLE analyses (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    photo_id TEXT NOT NULL REFERENCES photos (id),
    created_at INTEGER NOT NULL,
    -- The photo's name as shown, and in lower case for the search.
    name TEXT NOT NULL,
    search_name TEXT NOT NULL,
    mug_count INTEGER NOT NULL,
    review_count INTEGER NOT NULL,
    top_score REAL,
    -- Hash of all that decides the result besides the photo: models, floors, settings.
    fingerprint TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    photo_format TEXT NOT NULL,
    photo_bytes INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    deleted_at INTEGER
  ) STRICT;
  -- The last two let a search look at the index alone.
  CREATE INDEX analyses_by_time ON analyses (created_at, sequence, search_name, top_score)
    WHERE deleted_at IS NULL;
  CREATE INDEX analyses_by_photo ON analyses (photo_id, fingerprint, sequence);
  CREATE INDEX analyses_deleted ON analyses (deleted_at) WHERE deleted_at IS NOT NULL;

  -- The whole analysis as JSON, apart from the rows that lists run over.
  CREATE TABLE analysis_bodies (
    sequence INTEGER PRIMARY KEY REFERENCES analyses (sequence) ON DELETE CASCADE,
    body TEXT NOT NULL
  ) STRICT;

  CREATE TABLE analysis_labels (
    sequence INTEGER NOT NULL REFERENCES analyses (sequence) ON DELETE CASCADE,
    label TEXT NOT NULL COLLATE NOCASE,
    -- Of the best detection with this label.
    score REAL NOT NULL,
    PRIMARY KEY (sequence, label)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE events (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    -- The severity: 0 info to 4 critical.
    rank INTEGER NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    -- The title as shown, and in lower case for the search.
    title TEXT NOT NULL,
    search_title TEXT NOT NULL,
    inbox INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    -- The whole event as JSON; last, so that lists need not read over it.
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_inbox ON events (inbox) WHERE inbox = 1;
  CREATE INDEX events_by_time ON events (recorded_at);

  CREATE TABLE deliveries (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    event_sequence INTEGER NOT NULL REFERENCES events (sequence) ON DELETE CASCADE,
    channel_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'delivered', 'failed', 'cancelled')),
    -- 0 critical, 1 error, 2 warning, 3 success, 4 info.
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 4),
    test INTEGER NOT NULL,
    -- The bytes of its event.
    bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    -- What giving up is counted from: its making, or its last replay.
    started_at INTEGER NOT NULL,
    due_at INTEGER CHECK ((due_at IS NULL) = (state IN ('delivered', 'failed', 'cancelled'))),
    ended_at INTEGER CHECK ((ended_at IS NOT NULL) = (state IN ('delivered', 'failed', 'cancelled'))),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Attempts charged to the retries.
    counted INTEGER NOT NULL DEFAULT 0,
    -- The leadership that sends it.
    epoch INTEGER CHECK ((epoch IS NOT NULL) = (state = 'sending')),
    batch_id TEXT,
    -- Cancelled while it was being sent: not to be tried again.
    withdrawn INTEGER NOT NULL DEFAULT 0,
    -- It counts what was dropped, and is not dropped itself.
    digest INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    explanation TEXT
  ) STRICT;
  CREATE INDEX deliveries_by_event ON deliveries (event_sequence);
  CREATE INDEX deliveries_by_channel ON deliveries (channel_id, state);
  CREATE INDEX deliveries_ended ON deliveries (state, ended_at) WHERE ended_at IS NOT NULL;
  CREATE INDEX deliveries_in_order ON deliveries (channel_id, priority, sequence)
    WHERE state = 'waiting' AND test = 0;
  CREATE INDEX deliveries_due ON deliveries (channel_id, priority, due_at, sequence)
    WHERE state = 'waiting' AND test = 0;
  CREATE INDEX deliveries_tests ON deliveries (channel_id, due_at) WHERE state = 'waiting' AND test = 1;
  CREATE INDEX deliveries_sending ON deliveries (epoch, channel_id) WHERE state = 'sending';
  CREATE INDEX deliveries_batch ON deliveries (batch_id) WHERE batch_id IS NOT NULL;

  CREATE TABLE attempts (
    sequence INTEGER PRIMARY KEY,
    delivery_sequence INTEGER NOT NULL REFERENCES deliveries (sequence) ON DELETE CASCADE,
    channel_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_ms REAL NOT NULL,
    delivered INTEGER NOT NULL,
    status INTEGER,
    reason TEXT,
    detail TEXT,
    receipt TEXT,
    counted INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX attempts_by_delivery ON attempts (delivery_sequence, number);
  CREATE INDEX attempts_by_channel ON attempts (channel_id);
  CREATE TRIGGER attempts_are_appended BEFORE UPDATE ON attempts
    BEGIN SELECT RAISE(ABORT, 'Attempts are never changed.'); END;

  -- How many deliveries there are, kept by triggers so that nobody has to count.
  CREATE TABLE delivery_counts (
    state TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (state, channel_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER deliveries_counted_in AFTER INSERT ON deliveries BEGIN
    INSERT INTO delivery_counts VALUES (NEW.state, NEW.channel_id, 1, NEW.bytes)
      ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + NEW.bytes;
  END;
  CREATE TRIGGER deliveries_counted_again AFTER UPDATE OF state, channel_id, bytes ON deliveries BEGIN
    UPDATE delivery_counts SET count = count - 1, bytes = bytes - OLD.bytes
      WHERE state = OLD.state AND channel_id = OLD.channel_id;
    INSERT INTO delivery_counts VALUES (NEW.state, NEW.channel_id, 1, NEW.bytes)
      ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + NEW.bytes;
  END;
  CREATE TRIGGER deliveries_counted_out AFTER DELETE ON deliveries BEGIN
    UPDATE delivery_counts SET count = count - 1, bytes = bytes - OLD.bytes
      WHERE state = OLD.state AND channel_id = OLD.channel_id;
  END;

  -- The notice of each channel that counts what was dropped; it grows until it is sent.
  CREATE TABLE overflow_digests (
    channel_id TEXT PRIMARY KEY,
    delivery_sequence INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Up to which event the inbox was read, and how many are not.
  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    read_up_to INTEGER NOT NULL,
    unread INTEGER NOT NULL
  ) STRICT;
  INSERT INTO inbox VALUES (1, 0, 0);
  CREATE TRIGGER events_unread AFTER INSERT ON events WHEN NEW.inbox = 1
    BEGIN UPDATE inbox SET unread = unread + 1; END;
  CREATE TRIGGER events_forgotten AFTER DELETE ON events
    WHEN OLD.inbox = 1 AND OLD.sequence > (SELECT read_up_to FROM inbox)
    BEGIN UPDATE inbox SET unread = unread - 1; END;

  -- The one process that sends for this data folder.
  CREATE TABLE courier (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    owner TEXT,
    host TEXT,
    pid INTEGER,
    epoch INTEGER NOT NULL,
    until INTEGER
  ) STRICT;

  -- What the courier knows of a channel, for other processes and for the next start.
  CREATE TABLE channel_states (
    channel_id TEXT PRIMARY KEY,
    breaker TEXT NOT NULL DEFAULT 'closed',
    held_until INTEGER,
    hold_reason TEXT,
    last_at INTEGER,
    last_delivered INTEGER,
    last_status INTEGER,
    last_took_ms REAL,
    last_detail TEXT,
    disabled_reason TEXT
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Lists walk by sequence and need it not; every change of state had to write it twice.
  DROP INDEX deliveries_by_channel;
  `,
  `
  -- Of both sources; those that come with the program are not here. What Templated has is here once it was read.
  CREATE TABLE templates (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL CHECK (source IN ('templated', 'local')),
    -- The template without its layers as JSON, for lists.
    summary TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    -- Where Templated has its picture.
    thumbnail_url TEXT,
    -- Whether this machine knows enough of it to draw it; and what is left out of it here, as JSON.
    drawable INTEGER NOT NULL DEFAULT 0,
    warnings TEXT NOT NULL DEFAULT '[]',
    -- The mapping that was made with it, as JSON; null without one.
    mapping TEXT,
    -- The whole template as JSON; null while only the summary is known.
    body TEXT
  ) STRICT;

  -- Kept by the operator for a template of whatever source.
  CREATE TABLE mappings (
    template_id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    saved_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE designs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    -- Not shown any more; it stays for as long as a template or an unfinished render names it.
    removed_at INTEGER
  ) STRICT;
  CREATE INDEX designs_by_time ON designs (added_at) WHERE removed_at IS NULL;
  CREATE INDEX designs_removed ON designs (removed_at) WHERE removed_at IS NOT NULL;

  -- A render's state is that of its delivery, which is forgotten some weeks later: no foreign key.
  CREATE TABLE renders (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    batch_id TEXT,
    delivery_id TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    -- It has a result, and its file is there, once this is set.
    completed_at INTEGER CHECK ((completed_at IS NULL) = (result IS NULL)),
    -- Hash of all that decides the picture.
    cache_key TEXT,
    template_id TEXT NOT NULL,
    template_name TEXT NOT NULL,
    photo_id TEXT,
    photo_name TEXT NOT NULL,
    -- JSON, last, so that lists need not read over it.
    result TEXT,
    request TEXT NOT NULL
  ) STRICT;
  CREATE INDEX renders_by_batch ON renders (batch_id, sequence, completed_at) WHERE batch_id IS NOT NULL;
  CREATE INDEX renders_by_cache_key ON renders (cache_key, sequence) WHERE cache_key IS NOT NULL;
  CREATE INDEX renders_unfinished ON renders (sequence) WHERE completed_at IS NULL;

  CREATE TABLE render_analyses (
    analysis_id TEXT NOT NULL,
    render_sequence INTEGER NOT NULL REFERENCES renders (sequence) ON DELETE CASCADE,
    PRIMARY KEY (analysis_id, render_sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX render_analyses_by_render ON render_analyses (render_sequence);

  -- Where Templated keeps pictures that were handed to it, by the hash of their bytes.
  CREATE TABLE templated_uploads (
    hash TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- How every part of the program did: one row for every change of its state.
  CREATE TABLE health_changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    part_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT
  ) STRICT;
  CREATE INDEX health_changes_by_part ON health_changes (part_id, sequence, at);

  CREATE TABLE health_checks (
    part_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    took_ms REAL NOT NULL,
    detail TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The last run of the program, for the next to see how it ended.
  CREATE TABLE program_run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Each row is one time that something was wrong; at most one with the same labels is open.
  CREATE TABLE alerts (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    -- The label alertname.
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved', 'expired')),
    first_rank INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    count INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    -- The first time, for figures; the one that holds, with who and why.
    first_acknowledged_at INTEGER,
    acknowledged_at INTEGER,
    acknowledged_by TEXT,
    acknowledged_note TEXT,
    ended_at INTEGER CHECK ((ended_at IS NULL) = (state IN ('firing', 'acknowledged'))),
    ended_by TEXT,
    ended_note TEXT,
    -- Numbers of changes, counted through all alerts: when it came or last became worse, when it ended. A group keeps
    -- up to which of them a channel was told.
    fired_change INTEGER NOT NULL,
    ended_change INTEGER,
    -- The leader has found its routes.
    routed INTEGER NOT NULL DEFAULT 0,
    escalation_id TEXT,
    escalation_round INTEGER NOT NULL DEFAULT 1,
    escalation_step INTEGER NOT NULL DEFAULT 0,
    -- What is to be done next about it, and when.
    escalate_at INTEGER,
    remind_at INTEGER,
    unacknowledge_at INTEGER,
    expires_at INTEGER,
    due_at INTEGER GENERATED ALWAYS AS (nullif(min(ifnull(escalate_at, 9000000000000000), ifnull(remind_at, 9000000000000000),
      ifnull(unacknowledge_at, 9000000000000000), iif(ended_at IS NULL, ifnull(expires_at, 9000000000000000), 9000000000000000)), 9000000000000000)) VIRTUAL,
    search TEXT NOT NULL,
    labels TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX alerts_open ON alerts (fingerprint) WHERE ended_at IS NULL;
  CREATE INDEX alerts_open_by_name ON alerts (name) WHERE ended_at IS NULL;
  CREATE INDEX alerts_by_state ON alerts (state, sequence, rank);
  CREATE INDEX alerts_due ON alerts (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX alerts_unrouted ON alerts (sequence) WHERE routed = 0;
  CREATE INDEX alerts_ended ON alerts (ended_at) WHERE ended_at IS NOT NULL;
  CREATE TABLE alert_changes (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL) STRICT;
  INSERT INTO alert_changes VALUES (1, 0);

  -- What cannot be read from elsewhere of an alert's life.
  CREATE TABLE alert_entries (
    sequence INTEGER PRIMARY KEY,
    alert_sequence INTEGER NOT NULL REFERENCES alerts (sequence) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    who TEXT,
    text TEXT NOT NULL,
    event_id TEXT,
    channel_ids TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_entries_by_alert ON alert_entries (alert_sequence, sequence);

  -- Alerts of one route that are told together.
  CREATE TABLE alert_groups (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    route_id TEXT NOT NULL,
    labels TEXT NOT NULL,
    -- When it is looked at next; null when it has nothing to tell.
    flush_at INTEGER,
    flushed_at INTEGER,
    -- Paces what leaves at once.
    urgent_at INTEGER NOT NULL DEFAULT 0,
    UNIQUE (route_id, labels)
  ) STRICT;
  CREATE INDEX alert_groups_due ON alert_groups (flush_at) WHERE flush_at IS NOT NULL;
  CREATE INDEX alert_groups_idle ON alert_groups (flushed_at) WHERE flush_at IS NULL;
  CREATE TABLE alert_members (
    group_sequence INTEGER NOT NULL REFERENCES alert_groups (sequence) ON DELETE CASCADE,
    alert_sequence INTEGER NOT NULL REFERENCES alerts (sequence) ON DELETE CASCADE,
    -- The number of changes when it joined.
    joined INTEGER NOT NULL,
    -- The group has told its end, or has nothing more to tell of it.
    done INTEGER NOT NULL DEFAULT 0,
    -- It is told by other routes now: here only its end is, to those whom they have not told of it.
    moved INTEGER NOT NULL DEFAULT 0,
    -- When the group was looked at it was silenced or inhibited.
    muted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (group_sequence, alert_sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_members_by_alert ON alert_members (alert_sequence);
  CREATE INDEX alert_members_open ON alert_members (group_sequence, alert_sequence) WHERE done = 0;
  -- Up to which change a channel was told by a group, and when.
  CREATE TABLE alert_told (
    group_sequence INTEGER NOT NULL REFERENCES alert_groups (sequence) ON DELETE CASCADE,
    channel_id TEXT NOT NULL,
    change INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (group_sequence, channel_id)
  ) STRICT, WITHOUT ROWID;
  -- The messages of a group, each about the changes after one number and up to another.
  CREATE TABLE alert_messages (
    sequence INTEGER PRIMARY KEY,
    group_sequence INTEGER NOT NULL REFERENCES alert_groups (sequence) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    after_change INTEGER NOT NULL,
    change INTEGER NOT NULL,
    text TEXT NOT NULL,
    channel_ids TEXT NOT NULL
  ) STRICT;
  CREATE INDEX alert_messages_by_group ON alert_messages (group_sequence, sequence);

  CREATE TABLE silences (
    id TEXT PRIMARY KEY,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    who TEXT NOT NULL,
    comment TEXT NOT NULL,
    matchers TEXT NOT NULL
  ) STRICT;
  CREATE INDEX silences_by_end ON silences (ends_at);
  -- Routes, inhibitions and quiet hours as JSON; without a row the usual ones.
  CREATE TABLE alerting (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT;
  CREATE TABLE escalation_policies (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  `,
  `
  -- The hook without its secrets as JSON.
  CREATE TABLE hooks (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    secret_made_at INTEGER NOT NULL,
    -- Until then the secret before is let in too.
    previous_until INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hook_calls (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    hook TEXT NOT NULL REFERENCES hooks (name) ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    -- The sender's name for it, and the hash of what it said: the same again gets the same answer.
    message_id TEXT,
    body_sha256 TEXT,
    type TEXT,
    status INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('working', 'done', 'failed', 'refused')),
    outcome TEXT NOT NULL,
    photo_id TEXT,
    analysis_id TEXT,
    alert_id TEXT,
    render_id TEXT
  ) STRICT;
  CREATE INDEX hook_calls_by_hook ON hook_calls (hook, sequence);
  CREATE INDEX hook_calls_working ON hook_calls (sequence) WHERE state = 'working';
  CREATE UNIQUE INDEX hook_calls_let_in ON hook_calls (hook, message_id)
    WHERE message_id IS NOT NULL AND state <> 'refused';
  `,
  `
  -- A photo on its road through the whole workflow; what was asked for and each step's outcome as JSON.
  CREATE TABLE workflow_runs (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- The process that works on it.
    owner TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX workflow_runs_unfinished ON workflow_runs (started_at) WHERE ended_at IS NULL;
  CREATE INDEX workflow_runs_ended ON workflow_runs (ended_at) WHERE ended_at IS NOT NULL;
  `,
  `
  CREATE TABLE metric_series (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  -- A stretch of time of one series: its mean, lowest and highest, of so many samples.
  CREATE TABLE samples (
    series_id INTEGER NOT NULL REFERENCES metric_series (id) ON DELETE CASCADE,
    -- How long the stretch is.
    step_ms INTEGER NOT NULL,
    at INTEGER NOT NULL,
    mean REAL NOT NULL,
    low REAL NOT NULL,
    high REAL NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (series_id, step_ms, at)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metric_markers (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    -- Of the program that ran.
    version TEXT NOT NULL
  ) STRICT;
  CREATE INDEX metric_markers_by_time ON metric_markers (at);
  -- Those that were changed or added, as JSON.
  CREATE TABLE thresholds (metric TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- What the operator asks of photos, each as it is now.
  CREATE TABLE rules (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    -- As it was written; what it means is read from it anew.
    text TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    -- 1 is looked at first.
    position INTEGER NOT NULL,
    version INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    -- Kept for its history and to be brought back.
    removed_at INTEGER
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE rule_versions (
    rule_id TEXT NOT NULL REFERENCES rules (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (rule_id, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE areas (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL COLLATE NOCASE UNIQUE,
    x REAL NOT NULL,
    y REAL NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- How a photo was judged, by all rules that held when it was.
  CREATE TABLE judgements (
    analysis_sequence INTEGER PRIMARY KEY REFERENCES analyses (sequence) ON DELETE CASCADE,
    judged_at INTEGER NOT NULL,
    -- Hash of all that decided it besides the analysis.
    fingerprint TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'unknown')),
    rejected INTEGER NOT NULL,
    tags TEXT NOT NULL,
    -- The whole judgement as JSON; last, so that lists need not read over it.
    body TEXT NOT NULL
  ) STRICT;

  -- One row for each rule of a judgement, for figures by rule.
  CREATE TABLE verdicts (
    rule_id TEXT NOT NULL,
    judged_at INTEGER NOT NULL,
    analysis_sequence INTEGER NOT NULL REFERENCES judgements (analysis_sequence) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail', 'unknown')),
    PRIMARY KEY (rule_id, judged_at, analysis_sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX verdicts_by_analysis ON verdicts (analysis_sequence);

  -- What the operator says of a verdict.
  CREATE TABLE feedback (
    analysis_id TEXT NOT NULL,
    rule_id TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    comment TEXT NOT NULL,
    given_at INTEGER NOT NULL,
    PRIMARY KEY (analysis_id, rule_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX feedback_by_rule ON feedback (rule_id, is_right);
  `,
  `
  -- What was said of a photo goes with it.
  CREATE TRIGGER feedback_goes_with_analysis AFTER DELETE ON analyses
    BEGIN DELETE FROM feedback WHERE analysis_id = old.id; END;
  DELETE FROM feedback WHERE analysis_id NOT IN (SELECT id FROM analyses);
  `,
  `
  -- Which target asked for the pause: a digest, for the channel may go elsewhere by the next start.
  ALTER TABLE channel_states ADD COLUMN held_key TEXT;
  `,
  `
  -- How bad its source says it is: that decides on its escalation policy, whose steps may make it worse.
  ALTER TABLE alerts ADD COLUMN source_rank INTEGER NOT NULL DEFAULT 0;
  UPDATE alerts SET source_rank = rank;
  `,
  `
  -- Why a photo does not pass, for lists; null when it does.
  ALTER TABLE judgements ADD COLUMN reason TEXT;
  -- A JSON array of the scores of all mugs that were kept, for counts at other thresholds.
  ALTER TABLE analyses ADD COLUMN mug_scores TEXT;
  `,
];
