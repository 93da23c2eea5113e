namespace IntegrationHub.Adapters.Audit;

/// <summary>Files that are there whole or not at all, whenever the process ends.</summary>
internal static class SafeFile
{
    /// <summary>Writes the file beside, flushes it, and gives it its name.</summary>
    /// <param name="path">Where it is to stand.</param>
    /// <param name="content">All of it.</param>
    /// <param name="overwrite">Whether one that stands there is replaced; otherwise that is an <see cref="IOException"/>.</param>
    /// <param name="secret">Readable by its owner only.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite, bool secret = false)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var beside = new FileStream(path + ".new", options))
        {
            beside.Write(content);
            beside.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite);
    }
}
