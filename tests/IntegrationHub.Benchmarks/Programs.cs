using System.Diagnostics;

namespace IntegrationHub.Benchmarks;

/// <summary>Runs the programs that peers need.</summary>
internal static class Programs
{
    /// <summary>Starts a program that is fed by lines and answers with lines, or is left alone.</summary>
    public static Process Start(string folder, string program, IReadOnlyList<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0, or not in time.</exception>
    public static async Task<string> RunAsync(string folder, TimeSpan within, string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = Start(folder, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct).WaitAsync(within, ct);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw late is TimeoutException ? new InvalidOperationException($"{program} did not end within {within}", late) : late;
        }

        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program}: {(await error).Trim().Split('\n')[^1]}");
    }

    /// <summary>The first folder that has the program, of these and of the search path; null when none has.</summary>
    public static string? FolderOf(string program, params IEnumerable<string> folders) => folders
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, program)));
}
