using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Util;

namespace IntegrationHub.Adapters.Search.Lucene;

public sealed partial class LuceneSearchIndex
{
    private void Put(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct)
    {
        var last = new Dictionary<string, SearchDocument>(documents.Count, StringComparer.Ordinal);
        foreach (var document in documents)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(document.Key.Length, SearchText.MaxValue, nameof(documents));
            last[document.Key] = document;
        }

        var fields = _fields.TryTake(out var kept) ? kept : new IndexedFields(_words);
        try
        {
            foreach (var document in last.Values)
            {
                ct.ThrowIfCancellationRequested();
                _writer.UpdateDocument(new Term(IndexedDocument.Key, document.Key), fields.Of(document));
            }
        }
        finally
        {
            _fields.Add(fields);
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

    /// <summary>Merges what has something deleted in it. Others put and commit meanwhile: only its own commit waits for them, and they for it.</summary>
    private async Task RewriteAsync()
    {
        try
        {
            // A merge that began before something was deleted carries it on, and is merged again; one that began later leaves it out.
            _writer.WaitForMerges();
            _writer.ForceMergeDeletes(doWait: true);
            _writer.WaitForMerges();
            await ChangeAsync(() =>
            {
                Commit(LastPosition);
                _writer.DeleteUnusedFiles();
            }, CancellationToken.None);
        }
        catch (Exception fault) when (IndexFaults.IsOurs(fault))
        {
            throw _closed ? IndexFaults.Closed() : IndexFaults.From(_folder, fault); // Whoever closes it ends the merges.
        }
        finally
        {
            _rewriting.Release();
        }
    }

    private static IndexWriterConfig Configuration(IndexAnalyzer analyzer) => new(LuceneVersion.LUCENE_48, analyzer)
    {
        OpenMode = OpenMode.CREATE_OR_APPEND,
        RAMBufferSizeMB = BufferMegabytes,
        WriteLockTimeout = 0,
        // By default up to a tenth of a segment may stay there deleted, readable, for ever.
        MergePolicy = new TieredMergePolicy { ForceMergeDeletesPctAllowed = 0 },
        MergedSegmentWarmer = new Warmer(),
    };

    /// <summary>Readers with what searches need in memory.</summary>
    private sealed class ReadyToSearch : SearcherFactory
    {
        public override IndexSearcher NewSearcher(IndexReader reader)
        {
            SegmentColumns.Warm(reader);
            return new(reader);
        }
    }

    /// <summary>Readies a segment while the ones that it was merged from answer still.</summary>
    private sealed class Warmer : IndexWriter.IndexReaderWarmer
    {
        public override void Warm(AtomicReader reader) => SegmentColumns.Of(reader);
    }
}
