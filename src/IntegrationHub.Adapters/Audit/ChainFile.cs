using System.Text.Json;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Adapters.Audit;

/// <summary>The kept chain: a flat file of links, 48 bytes an event, and beside it where the chain stood when it was last made durable.</summary>
/// <remarks>
/// Only ever added to, so that an event costs the same however long the log is. After a crash the file may go on after what was
/// saved; those links are made again from the log and compared: what never reached the disk is cut, anything else is evidence and
/// stays. One writer, which has the log's lock; readers beside it.
/// </remarks>
public sealed class ChainFile : IDisposable
{
    private readonly FileStream _links;
    private readonly string _statePath;
    private readonly byte[] _bytes = new byte[ChainLink.Size];
    private ChainState _saved;
    private long _found;

    private ChainFile(FileStream links, string statePath, ChainState state)
    {
        (_links, _statePath, _saved, State) = (links, statePath, state, state);
        _found = links.Length / ChainLink.Size;
        _links.SetLength(_found * ChainLink.Size);
        _links.Position = state.Count * ChainLink.Size;
    }

    /// <summary>The chain with all that was added.</summary>
    public ChainState State { get; private set; }

    /// <summary>The file of links in a chain's folder.</summary>
    public static string LinksIn(string folder) => Path.Combine(folder, "hashes");

    /// <summary>Whether a hub has made the file and not saved a chain yet, as in the first second of its first start.</summary>
    public static bool IsJustBegun(string folder) => File.Exists(LinksIn(folder)) && !File.Exists(StateIn(folder));

    /// <summary>Opens the chain for adding, made at first use; it stands where it was last saved.</summary>
    /// <param name="folder">Made when it is not there. A chain that lost a part of itself is gone through again from the beginning.</param>
    /// <exception cref="IOException">The folder cannot be written, or another process adds to it.</exception>
    public static ChainFile Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var statePath = StateIn(folder);
        var links = new FileStream(LinksIn(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var state = ReadState(statePath);
        return new ChainFile(links, statePath, state.Count * ChainLink.Size <= links.Length ? state : ChainState.Empty);
    }

    /// <summary>Adds the next event's link. It is with the operating system afterwards, and durable after <see cref="Save"/>.</summary>
    /// <returns>False when another link was kept there before the last crash; then nothing is added.</returns>
    public bool TryAdd(ChainLink link)
    {
        if (State.Count < _found && Found() is var found && found != link)
        {
            // Blocks that were not flushed read as zeros; the very last link may be half there.
            if (found.Leaf != default && State.Count < _found - 1)
            {
                return false;
            }

            _found = State.Count;
            _links.SetLength(_found * ChainLink.Size);
        }

        link.Write(_bytes);
        _links.Write(_bytes);
        State = State.After(link);
        return true;
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

    private static string StateIn(string folder) => Path.Combine(folder, "state");

    private ChainLink Found() =>
        RandomAccess.Read(_links.SafeFileHandle, _bytes, State.Count * ChainLink.Size) == ChainLink.Size ? ChainLink.Read(_bytes) : default;

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
