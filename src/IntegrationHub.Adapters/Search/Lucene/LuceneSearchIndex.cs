using System.Globalization;
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
public sealed class LuceneSearchIndex : ISearchIndex, IDisposable
{
    private const string PositionName = "position";
    private const string SchemaName = "schema";
    private const double BufferMegabytes = 16;

    private readonly string _folder;
    private readonly FSDirectory _files;
    private readonly IndexWriter _writer;
    private readonly SearcherManager _searchers;
    private readonly IndexAnalyzer _analyzer;
    private readonly IndexReading _reading;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private long _position;
    private volatile bool _needsRebuild;
    private volatile bool _closed;

    private LuceneSearchIndex(string folder, FSDirectory files, IndexAnalyzer analyzer, IndexWriter writer)
    {
        _folder = folder;
        _files = files;
        _analyzer = analyzer;
        _writer = writer;
        _reading = new(analyzer);
        var committed = writer.CommitData;
        _needsRebuild = DirectoryReader.IndexExists(files) && (!committed.TryGetValue(SchemaName, out var schema) || schema != IndexedDocument.Schema);
        _position = !_needsRebuild && committed.TryGetValue(PositionName, out var position)
            ? long.Parse(position, CultureInfo.InvariantCulture) : LogPosition.Start.Value;
        _searchers = new(writer, applyAllDeletes: true, new ScoringByRule());
    }

    /// <inheritdoc/>
    public LogPosition LastPosition => new(Interlocked.Read(ref _position));

    /// <inheritdoc/>
    public bool NeedsRebuild => _needsRebuild;

    /// <summary>Opens the index, or begins an empty one.</summary>
    /// <param name="folder">Its own folder; made when it does not exist.</param>
    /// <exception cref="SearchIndexException">It is <c>locked</c> by another hub, <c>damaged</c> or <c>unwritable</c>.</exception>
    public static LuceneSearchIndex Open(string folder)
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

            return new(folder, files, analyzer, writer);
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
    public Task PutAsync(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct) => ChangeAsync(() =>
    {
        foreach (var document in documents)
        {
            ct.ThrowIfCancellationRequested();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(document.Key.Length, SearchText.MaxValue, nameof(documents));
            _writer.UpdateDocument(new Term(IndexedDocument.Key, document.Key), IndexedDocument.Of(document));
        }
    }, ct);

    /// <inheritdoc/>
    public Task RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => ChangeAsync(() => Remove(keys), ct);

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken ct) => ChangeAsync(_searchers.MaybeRefreshBlocking, ct);

    /// <inheritdoc/>
    public Task CommitAsync(LogPosition reached, CancellationToken ct) => ChangeAsync(() =>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reached, LastPosition);
        Commit(reached);
    }, ct);

    /// <inheritdoc/>
    public Task ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken ct) => ChangeAsync(() =>
    {
        Remove(keys);
        _writer.ForceMergeDeletes(doWait: true);
        Commit(LastPosition);
        _writer.DeleteUnusedFiles();
    }, ct);

    /// <inheritdoc/>
    public Task ClearAsync(CancellationToken ct) => ChangeAsync(() =>
    {
        _writer.DeleteAll();
        Commit(LogPosition.Start);
        _needsRebuild = false;
    }, ct);

    /// <inheritdoc/>
    /// <remarks>It runs on the caller's thread: it is short and computes all the time.</remarks>
    public Task<SearchPage> SearchAsync(SearchQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(Search(query, ct));
        }
        catch (Exception fault) when (IndexFaults.IsOurs(fault))
        {
            return Task.FromException<SearchPage>(IndexFaults.From(_folder, fault));
        }
    }

    /// <summary>Closes the index without committing.</summary>
    public void Dispose()
    {
        _changing.Wait();
        try
        {
            if (!_closed)
            {
                _closed = true;
                _searchers.Dispose();
                _writer.Rollback();
                _files.Dispose();
                _analyzer.Dispose();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private SearchPage Search(SearchQuery query, CancellationToken ct)
    {
        if (_closed || _needsRebuild)
        {
            throw _closed ? IndexFaults.Closed() : IndexFaults.NeedsRebuild(_folder);
        }

        var searcher = _searchers.Acquire();
        try
        {
            return _reading.Page(searcher, query, ct);
        }
        finally
        {
            _searchers.Release(searcher);
        }
    }

    private async Task ChangeAsync(Action change, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        try
        {
            if (_closed)
            {
                throw IndexFaults.Closed();
            }

            await Task.Run(change, CancellationToken.None);
        }
        catch (Exception fault) when (IndexFaults.IsOurs(fault))
        {
            throw IndexFaults.From(_folder, fault);
        }
        finally
        {
            _changing.Release();
        }
    }

    private void Remove(IReadOnlyCollection<string> keys) =>
        _writer.DeleteDocuments([.. keys.Select(key => new Term(IndexedDocument.Key, key))]);

    private void Commit(LogPosition reached)
    {
        _writer.SetCommitData(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SchemaName] = IndexedDocument.Schema,
            [PositionName] = reached.Value.ToString(CultureInfo.InvariantCulture),
        });
        _writer.Commit();
        Interlocked.Exchange(ref _position, reached.Value);
        _searchers.MaybeRefreshBlocking();
    }

    private static IndexWriterConfig Configuration(IndexAnalyzer analyzer) => new(LuceneVersion.LUCENE_48, analyzer)
    {
        OpenMode = OpenMode.CREATE_OR_APPEND,
        RAMBufferSizeMB = BufferMegabytes,
        WriteLockTimeout = 0,
        // By default up to a tenth of a segment may stay there deleted, readable, for ever.
        MergePolicy = new TieredMergePolicy { ForceMergeDeletesPctAllowed = 0 },
    };

    /// <summary>Readers that add up the scores of <see cref="IndexQuery"/> as they are (BM25 has no factors over them).</summary>
    private sealed class ScoringByRule : SearcherFactory
    {
        public override IndexSearcher NewSearcher(IndexReader reader) =>
            new(reader) { Similarity = new global::Lucene.Net.Search.Similarities.BM25Similarity() };
    }
}
