namespace IntegrationHub.Host.Correlation;

/// <summary>Whether a person has seen what the rules in force would change: their name, as it was seen last, in a file.</summary>
internal sealed class RulesInForce
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly string _rules;
    private string _seen;

    /// <param name="path">The file. A hub that starts for the first time takes its rules as seen.</param>
    /// <param name="rules">The rules in force.</param>
    public RulesInForce(string path, string rules)
    {
        (_path, _rules) = (path, rules);
        _seen = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        if (_seen.Length == 0)
        {
            Accept();
        }
    }

    /// <summary>Whether they are others than those that were seen last.</summary>
    public bool AreNew
    {
        get
        {
            lock (_gate)
            {
                return _seen != _rules;
            }
        }
    }

    /// <summary>They were seen.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            if (_seen == _rules)
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllText(_path + ".new", _rules);
            File.Move(_path + ".new", _path, overwrite: true);
            _seen = _rules;
        }
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
