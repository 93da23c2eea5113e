namespace IntegrationHub.Host.Correlation;

/// <summary>Whether a person has seen what the rules in force would change: their name, as it was seen last, in a file.</summary>
/// <param name="path">The file.</param>
/// <param name="rules">The rules in force.</param>
internal sealed class RulesInForce(string path, string rules)
{
    private readonly Lock _gate = new();
    private string? _seen = File.Exists(path) ? File.ReadAllText(path).Trim() : null;

    /// <summary>Whether they are others than those that were seen last. A hub that starts for the first time has no others.</summary>
    public bool AreNew
    {
        get
        {
            lock (_gate)
            {
                if (_seen is null)
                {
                    Write();
                }

                return _seen != rules;
            }
        }
    }

    /// <summary>They were seen.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            if (_seen != rules)
            {
                Write();
            }
        }
    }

    private void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", rules);
        File.Move(path + ".new", path, overwrite: true);
        _seen = rules;
    }
}

/// <summary>Says at the start, once, that the rules have changed and where it is seen what they would change.</summary>
internal sealed partial class RulesNotice(RulesInForce rules, ILogger<RulesNotice> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (rules.AreNew)
        {
            Changed(logger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "The rules of the correlation have changed. New reports are judged by them; /incidents/regrouping shows what they would change about the incidents that go on.")]
    private static partial void Changed(ILogger logger);
}
