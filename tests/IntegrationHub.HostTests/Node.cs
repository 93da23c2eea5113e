using System.Diagnostics;

namespace IntegrationHub.HostTests;

/// <summary>Runs programs of Node's: the official clients that play the hub's peers.</summary>
internal static class Node
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Runs a program to its end, at most two minutes, and gives all that it printed.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync(Ct);
        var error = process.StandardError.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct).WaitAsync(TimeSpan.FromMinutes(2), Ct);
        return await output + await error;
    }
}
