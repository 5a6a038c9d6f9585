namespace LaionGrid.Coordinator.Leases;

/// <summary>
/// The idle workers, indexed so that <see cref="MatchPolicy"/>'s choice costs the same among ten as among ten thousand. Not safe for
/// several threads.
/// </summary>
internal sealed class IdleWorkers<TId>
    where TId : notnull
{
    private readonly Dictionary<TId, Entry> _entries = [];
    private readonly Shelf _quick = new();
    private readonly Shelf _slow = new();
    private long _added;

    public int Count => _entries.Count;

    /// <summary>Lets a worker in; an earlier entry of the same worker goes. One without a free slot is not idle.</summary>
    /// <param name="medianMflopPerSecond">Of the fleet; taken for a worker whose speed is not known. 0 when nothing is known.</param>
    public void Add(TId id, MatchWorker worker, double medianMflopPerSecond)
    {
        Remove(id);
        if (worker.FreeSlots < 1)
            return;
        var speed = worker.MflopPerSecond > 0 ? worker.MflopPerSecond : medianMflopPerSecond;
        var shelf = MatchPolicy.IsSlow(speed, medianMflopPerSecond) ? _slow : _quick;
        var entry = new Entry(id, worker, speed, ++_added, shelf);
        _entries[id] = entry;
        shelf.Put(entry);
    }

    public bool Contains(TId id) => _entries.ContainsKey(id);

    public bool Remove(TId id)
    {
        if (!_entries.Remove(id, out var entry))
            return false;
        entry.Shelf.Drop(entry);
        return true;
    }

    /// <summary>So many of them that are neighbours, from a place drawn among all.</summary>
    public IEnumerable<TId> Sample(int most) => _entries.Keys.Skip(Random.Shared.Next(Math.Max(1, Count - most + 1))).Take(most);

    /// <summary>Whether one of them can do it.</summary>
    public bool CanDo(MatchJob job) => Find(job, may: null) is not null;

    /// <summary>Takes one slot of the worker this job suits best; false when none can do it.</summary>
    /// <param name="may">Whether a worker may have it; null when all may.</param>
    public bool TryTake(MatchJob job, Predicate<TId>? may, out TId id)
    {
        var entry = Find(job, may);
        id = entry is null ? default! : entry.Id; // not read when false
        if (entry is null)
            return false;
        if (--entry.FreeSlots == 0)
            Remove(id);
        return true;
    }

    private Entry? Find(MatchJob job, Predicate<TId>? may) => _quick.Find(job, may) ?? _slow.Find(job, may);

    private sealed class Entry(TId id, MatchWorker worker, double speed, long order, Shelf shelf)
    {
        public TId Id => id;

        public MatchWorker Worker => worker;

        public double Speed => speed;

        public long Order => order;

        public Shelf Shelf => shelf;

        public int FreeSlots { get; set; } = worker.FreeSlots;
    }

    /// <summary>Workers by how near they are to each bundle.</summary>
    private sealed class Shelf
    {
        private readonly Dictionary<string, Ranking> _warm = [];
        private readonly Dictionary<string, Ranking> _onDisk = [];
        private readonly Ranking _any = new();

        public Entry? Find(MatchJob job, Predicate<TId>? may) =>
            _warm.GetValueOrDefault(job.BundleId)?.Best(job, may) ?? _onDisk.GetValueOrDefault(job.BundleId)?.Best(job, may) ?? _any.Best(job, may);

        public void Put(Entry entry)
        {
            _any.Add(entry);
            Put(_warm, entry.Worker.WarmBundle, entry);
            foreach (var bundle in entry.Worker.BundlesOnDisk)
                Put(_onDisk, bundle, entry);
        }

        public void Drop(Entry entry)
        {
            _any.Remove(entry);
            Drop(_warm, entry.Worker.WarmBundle, entry);
            foreach (var bundle in entry.Worker.BundlesOnDisk)
                Drop(_onDisk, bundle, entry);
        }

        private static void Put(Dictionary<string, Ranking> rankings, string bundle, Entry entry)
        {
            if (!rankings.TryGetValue(bundle, out var ranking))
                rankings[bundle] = ranking = new();
            ranking.Add(entry);
        }

        /// <summary>An empty ranking goes: bundle names come from workers.</summary>
        private static void Drop(Dictionary<string, Ranking> rankings, string bundle, Entry entry)
        {
            rankings[bundle].Remove(entry);
            if (rankings[bundle].IsEmpty)
                rankings.Remove(bundle);
        }
    }

    /// <summary>Workers in levels of memory, and by speed within a level; the one idle longest first among equals.</summary>
    private sealed class Ranking
    {
        private const long LevelMiB = MatchPolicy.MemoryStepMiB;

        /// <summary>256 GiB and more are one level, and memory that is not known is in it.</summary>
        private const long TopLevel = 1024;

        private static readonly Comparer<Entry> FastestFirst = Comparer<Entry>.Create(
            (one, other) => other.Speed.CompareTo(one.Speed) is var bySpeed && bySpeed != 0 ? bySpeed : one.Order.CompareTo(other.Order));

        private readonly Dictionary<long, SortedSet<Entry>> _levels = [];

        public bool IsEmpty => _levels.Count == 0;

        public Entry? Best(MatchJob job, Predicate<TId>? may)
        {
            var least = Math.Min(TopLevel, (job.NeedMiB + LevelMiB - 1) / LevelMiB);
            Entry? best = null;
            foreach (var (_, entries) in _levels.Where(one => one.Key >= least))
            {
                if (entries.FirstOrDefault(Accepts) is { } entry && (best is null || FastestFirst.Compare(entry, best) < 0))
                    best = entry;
            }
            return best;

            bool Accepts(Entry one) => one.Worker.CanTake(job) && (may is null || may(one.Id));
        }

        public void Add(Entry entry)
        {
            var level = Level(entry);
            if (!_levels.TryGetValue(level, out var entries))
                _levels[level] = entries = new(FastestFirst);
            entries.Add(entry);
        }

        public void Remove(Entry entry)
        {
            var level = Level(entry);
            _levels[level].Remove(entry);
            if (_levels[level].Count == 0)
                _levels.Remove(level);
        }

        private static long Level(Entry entry) =>
            entry.Worker.MemoryMiB <= 0 ? TopLevel : Math.Min(TopLevel, entry.Worker.MemoryMiB / LevelMiB);
    }
}
