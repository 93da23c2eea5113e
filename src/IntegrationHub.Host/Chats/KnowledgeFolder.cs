using IntegrationHub.Core.Chats;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Chats;

/// <summary>Reads the knowledge folder: one Markdown file for a question, <c>NAME.sv.md</c> or <c>NAME.en.md</c>.</summary>
/// <remarks>
/// A file's first heading is the question, then lines <c>Source: …</c> and <c>Words: a, b</c> in any order, then the answer. It is shown as
/// plain text. Read once at the start; a file that cannot be read stops it, with what to do.
/// </remarks>
internal static class KnowledgeFolder
{
    private const int LongestFile = 16_384;

    /// <summary>All pages of a folder; the folder that comes with the hub when none is set.</summary>
    /// <exception cref="SettingsException">The folder is not there, or a file is no page.</exception>
    public static Knowledge Read(string? folder)
    {
        var path = folder is { Length: > 0 } ? Path.GetFullPath(folder) : Path.Combine(AppContext.BaseDirectory, "knowledge");
        if (!Directory.Exists(path))
        {
            return folder is { Length: > 0 }
                ? throw new SettingsException($"Chat:Knowledge names a folder that is not there; set it to one with files such as wifi.sv.md, or leave it out.")
                : Knowledge.None;
        }

        return new Knowledge([.. Directory.EnumerateFiles(path, "*.md").Order(StringComparer.Ordinal).Select(Page)]);
    }

    private static KnowledgePage Page(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var language = Path.GetExtension(name).TrimStart('.');
        if (language is not ("sv" or "en") || new FileInfo(file).Length > LongestFile)
        {
            throw new SettingsException($"Chat:Knowledge: {Path.GetFileName(file)} is no page; name it for example wifi.sv.md or wifi.en.md, at most 16 kB.");
        }

        string title = "", source = "";
        string[] words = [];
        var text = new List<string>();
        foreach (var line in File.ReadLines(file))
        {
            if (title.Length == 0 && line.StartsWith("# ", StringComparison.Ordinal))
            {
                title = line[2..].Trim();
            }
            else if (line.StartsWith("Source:", StringComparison.Ordinal))
            {
                source = line["Source:".Length..].Trim();
            }
            else if (line.StartsWith("Words:", StringComparison.Ordinal))
            {
                words = line["Words:".Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }
            else
            {
                text.Add(line);
            }
        }

        return title.Length > 0 && source.Length > 0
            ? new KnowledgePage(name, language, title, string.Join('\n', text).Trim(), words, source)
            : throw new SettingsException($"Chat:Knowledge: {Path.GetFileName(file)} lacks a heading '# question' or a line 'Source: where the answer comes from'.");
    }
}
