using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Store;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>The embedded search index: a folder of Lucene files, held by one hub at a time.</summary>
/// <remarks>
/// A commit writes documents and log position as one, so that after a crash both are those of the last commit. Disposing it
/// drops what was not committed. Changes wait for each other; searches wait for nothing.
/// </remarks>
public sealed partial class LuceneSearchIndex : ISearchIndex, IDisposable
{
    private const string PositionName = "position";
    private const string SchemaName = "schema";

    /// <summary>Taken only while a history is filled in: the larger the parts are that it comes in, the fewer have to be merged.</summary>
    private const double BufferMegabytes = 256;

    private readonly string _folder;
    private readonly FSDirectory _files;
    private readonly IndexWriter _writer;
    private readonly SearcherManager _searchers;
    private readonly IndexAnalyzer _analyzer;
    private readonly IndexReading _reading;
    private readonly WordBook _words;
    private readonly ConcurrentBag<IndexedFields> _fields = [];
    private readonly WritingGate _changing = new();
    private readonly SemaphoreSlim _rewriting = new(1, 1);
    private readonly bool _readable;
    private long _position;
    private volatile bool _needsRebuild;
    private volatile bool _closed;

    private LuceneSearchIndex(string folder, FSDirectory files, IndexAnalyzer analyzer, IndexWriter writer, SearchBudget budget)
    {
        _folder = folder;
        _files = files;
        _analyzer = analyzer;
        _writer = writer;
        _words = new(analyzer);
        var committed = writer.CommitData;
        var schema = committed.TryGetValue(SchemaName, out var said) ? said : null;
        _needsRebuild = DirectoryReader.IndexExists(files) && schema != IndexedDocument.Schema;
        _reading = new(new IndexQuery(analyzer, () => _needsRebuild), budget);
        _readable = !_needsRebuild || IndexedDocument.IsReadable(schema);
        _position = !_needsRebuild && committed.TryGetValue(PositionName, out var position)
            ? long.Parse(position, CultureInfo.InvariantCulture) : LogPosition.Start.Value;
        _searchers = new(writer, applyAllDeletes: true, new ReadyToSearch());
    }

    /// <inheritdoc/>
    public LogPosition LastPosition => new(Interlocked.Read(ref _position));

    /// <inheritdoc/>
    public bool NeedsRebuild => _needsRebuild;

    /// <summary>Where it lies.</summary>
    public string Folder => _folder;

    /// <summary>Opens the index, or begins an empty one.</summary>
    /// <param name="folder">Its own folder; made when it does not exist.</param>
    /// <exception cref="SearchIndexException">It is <c>locked</c> by another hub, <c>damaged</c> or <c>unwritable</c>.</exception>
    public static LuceneSearchIndex Open(string folder) => Open(folder, SearchBudget.Usual);

    /// <summary>Opens the index, or begins an empty one.</summary>
    /// <param name="folder">Its own folder; made when it does not exist.</param>
    /// <param name="budget">How long a search may take.</param>
    /// <exception cref="SearchIndexException">It is <c>locked</c> by another hub, <c>damaged</c> or <c>unwritable</c>.</exception>
    public static LuceneSearchIndex Open(string folder, SearchBudget budget)
    {
        FSDirectory? files = null;
        IndexWriter? writer = null;
        try
        {
            System.IO.Directory.CreateDirectory(folder);
            files = FSDirectory.Open(folder);
            var (analyzer, begun) = (new IndexAnalyzer(), DirectoryReader.IndexExists(files));
            writer = new IndexWriter(files, Configuration(analyzer));
            if (!begun)
            {
                RemoveLeftOver(files);
            }

            return new(folder, files, analyzer, writer, budget);
        }
        catch (Exception fault) when (IndexFaults.IsOursInOpening(fault))
        {
            writer?.Rollback();
            files?.Dispose();
            throw IndexFaults.FromOpening(folder, fault);
        }
    }

    /// <summary>
    /// What a hub wrote that was killed before its first commit: no index has it, so Lucene leaves it lying, with its words, for ever.
    /// Called by whoever holds the lock and has written nothing.
    /// </summary>
    private static void RemoveLeftOver(FSDirectory files)
    {
        foreach (var name in files.ListAll().Where(name => name != IndexWriter.WRITE_LOCK_NAME))
        {
            files.DeleteFile(name);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Two calls work at a time; of two with one key, either may be the last.</remarks>
    public async Task<IReadOnlyList<RefusedDocument>> PutAsync(IReadOnlyCollection<SearchDocument> documents, LogPosition asOf, CancellationToken ct)
    {
        await ChangeAsync(() => Put(documents, ct), _changing.TogetherAsync, ct);
        return [];
    }

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken ct) => ChangeAsync(_searchers.MaybeRefreshBlocking, ct);

    /// <inheritdoc/>
    public Task CommitAsync(LogPosition reached, CancellationToken ct) => ChangeAsync(() =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reached, LastPosition);
        Commit(reached);
    }, ct);

    /// <inheritdoc/>
    public Task ForgetAsync(
        IReadOnlyCollection<string> keys, IReadOnlyCollection<SearchDocument> instead, LogPosition asOf, CancellationToken ct) => ChangeAsync(() =>
    {
        Remove(keys);
        Put(instead, ct);
        Commit(LastPosition);
    }, ct);

    /// <inheritdoc/>
    public async Task RewriteAsync(CancellationToken ct)
    {
        await _rewriting.WaitAsync(ct);
        await Task.Run(RewriteAsync, CancellationToken.None).WaitAsync(ct);
    }

    /// <inheritdoc/>
    public Task ClearAsync(CancellationToken ct) => ChangeAsync(() =>
    {
        _writer.DeleteAll();
        Commit(LogPosition.Start);
        _needsRebuild = false;
    }, ct);

    /// <inheritdoc/>
    /// <remarks>It runs on the caller's thread: it is short and computes all the time.</remarks>
    public Task<SearchPage> SearchAsync(SearchQuery query, SearchReader reader, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(Search(query, reader, ct));
        }
        catch (Exception fault) when (IndexFaults.IsOurs(fault))
        {
            return Task.FromException<SearchPage>(IndexFaults.From(_folder, fault));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SearchDocument> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var searcher = Acquire();
        try
        {
            foreach (var document in await Task.Run(() => IndexReading.All(searcher), ct))
            {
                ct.ThrowIfCancellationRequested();
                yield return document;
            }
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    /// <summary>Closes the index without committing.</summary>
    public void Dispose() => _changing.Alone(() =>
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _searchers.Dispose();
        _writer.Rollback();
        _files.Dispose();
        _analyzer.Dispose();
        foreach (var fields in _fields)
        {
            fields.Dispose();
        }
    });

    private SearchPage Search(SearchQuery query, SearchReader reader, CancellationToken ct)
    {
        if (!reader.SeesAll && reader.Marks.Count == 0)
        {
            return SearchPage.Empty(SoughtText.Of(query).Skipped);
        }

        var searcher = !reader.SeesAll && _needsRebuild ? throw IndexFaults.NeedsRebuild(_folder) : Acquire();
        try
        {
            return _reading.Page(searcher, query, reader, ct);
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    private IndexSearcher Acquire() =>
        _closed ? throw IndexFaults.Closed()
        : !_readable && _needsRebuild ? throw IndexFaults.NeedsRebuild(_folder)
        : _searchers.Acquire();

    private Task ChangeAsync(Action change, CancellationToken ct) => ChangeAsync(change, _changing.AloneAsync, ct);

    private async Task ChangeAsync(Action change, Func<Action, CancellationToken, Task> inTurnAsync, CancellationToken ct)
    {
        try
        {
            await inTurnAsync(() =>
            {
                if (_closed)
                {
                    throw IndexFaults.Closed();
                }

                change();
            }, ct);
        }
        catch (Exception fault) when (IndexFaults.IsOurs(fault))
        {
            throw IndexFaults.From(_folder, fault);
        }
    }
}
