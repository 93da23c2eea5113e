using System.Text.Json;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Adapters.Audit;

/// <summary>The kept chain: a flat file of links, 48 bytes an event, and beside it where the chain stood when it was last made durable.</summary>
/// <remarks>
/// Only ever added to, so that an event costs the same however long the log is. After a crash the file may end in links that
/// were never flushed; they are cut and made again from the log. One writer, which has the log's lock; readers beside it.
/// </remarks>
public sealed class ChainFile : IDisposable
{
    private readonly FileStream _links;
    private readonly string _statePath;
    private readonly byte[] _bytes = new byte[ChainLink.Size];
    private ChainState _saved;

    private ChainFile(FileStream links, string statePath, ChainState state)
    {
        (_links, _statePath, _saved, State) = (links, statePath, state, state);
        _links.SetLength(state.Count * ChainLink.Size);
        _links.Position = _links.Length;
    }

    /// <summary>The chain with all that was added.</summary>
    public ChainState State { get; private set; }

    /// <summary>The file of links in a chain's folder.</summary>
    public static string LinksIn(string folder) => Path.Combine(folder, "hashes");

    /// <summary>Opens the chain for adding, made at first use; it stands where it was last saved.</summary>
    /// <param name="folder">Made when it is not there. A chain that lost a part of itself begins anew.</param>
    /// <exception cref="IOException">The folder cannot be written, or another process adds to it.</exception>
    public static ChainFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var statePath = Path.Combine(folder, "state");
        var links = new FileStream(LinksIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var state = ReadState(statePath);
        return new ChainFile(links, statePath, state.Count * ChainLink.Size <= links.Length ? state : ChainState.Empty);
    }

    /// <summary>Adds the next event's link. It is with the operating system afterwards, and durable after <see cref="Save"/>.</summary>
    public void Add(ChainLink link)
    {
        link.Write(_bytes);
        _links.Write(_bytes);
        State = State.After(link);
    }

    /// <summary>Makes all that was added durable. A crash leaves the old state or the new one.</summary>
    public void Save()
    {
        if (State == _saved)
        {
            return;
        }

        _links.Flush(flushToDisk: true);
        SafeFile.Write(_statePath, JsonSerializer.SerializeToUtf8Bytes(State, JsonSerializerOptions.Web), overwrite: true);
        _saved = State;
    }

    /// <summary>Closes the files; what was not saved is made again next time.</summary>
    public void Dispose() => _links.Dispose();

    private static ChainState ReadState(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize<ChainState>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
            return state.Count > 0 ? state : ChainState.Empty;
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return ChainState.Empty;
        }
    }
}
