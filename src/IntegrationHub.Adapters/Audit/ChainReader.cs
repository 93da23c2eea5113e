using IntegrationHub.Core.Audit;

namespace IntegrationHub.Adapters.Audit;

/// <summary>Reads the kept links, also while a hub adds to them.</summary>
public sealed class ChainReader : IDisposable
{
    private const int LinksAtOnce = 1024;
    private readonly FileStream? _links;

    private ChainReader(FileStream? links)
    {
        _links = links;
        Count = (links?.Length ?? 0) / ChainLink.Size;
    }

    /// <summary>How many whole links there were when it was opened.</summary>
    public long Count { get; }

    /// <summary>Opens the chain; one that is not there has no links.</summary>
    /// <param name="folder">The chain's folder.</param>
    public static ChainReader Open(string folder)
    {
        var path = ChainFile.LinksIn(folder);
        return new ChainReader(File.Exists(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : null);
    }

    /// <summary>The links from an ordinal to before another; fewer when there are fewer.</summary>
    public IEnumerable<ChainLink> Read(long from, long before)
    {
        var buffer = new byte[LinksAtOnce * ChainLink.Size];
        for (var ordinal = from; ordinal < Math.Min(before, Count);)
        {
            var links = (int)Math.Min(LinksAtOnce, Math.Min(before, Count) - ordinal);
            var read = RandomAccess.Read(_links!.SafeFileHandle, buffer.AsSpan(0, links * ChainLink.Size), ordinal * ChainLink.Size);
            for (var link = 0; link < read / ChainLink.Size; link++)
            {
                yield return ChainLink.Read(buffer.AsSpan(link * ChainLink.Size));
            }

            if (read < links * ChainLink.Size)
            {
                yield break; // Cut meanwhile, by a hub that began anew.
            }

            ordinal += links;
        }
    }

    /// <summary>The ordinal of the event at a position of the log; null when it is not chained.</summary>
    /// <remarks>Positions grow along the chain: a few dozen looks, whatever its length.</remarks>
    public long? OrdinalAt(long position)
    {
        var (low, high) = (0L, Count - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var found = Read(middle, middle + 1).Single().Position.Value;
            if (found == position)
            {
                return middle;
            }

            (low, high) = found < position ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _links?.Dispose();
}
