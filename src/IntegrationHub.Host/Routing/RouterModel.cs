using IntegrationHub.Core.Routing.Learning;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHub.Host.Routing;

/// <summary>The learnt model that the running hub's router uses; without one the catalogue's rules decide alone.</summary>
/// <param name="path">Where it is: <c>Routing:Model</c>, or <c>routing.model</c> in the data directory.</param>
/// <param name="wanted">Whether a setting names it, so that its absence is a fault.</param>
/// <param name="logger">Is told why a file is refused.</param>
internal sealed partial class RouterModel(string path, bool wanted, ILogger<RouterModel> logger) : IHealthCheck
{
    private volatile TextModel? _now;
    private volatile string? _refused;

    /// <summary>The model; null for the rules alone.</summary>
    public TextModel? Now => _now;

    /// <summary>Where the hub's own training writes its model.</summary>
    public static string DefaultIn(string data) => Path.Combine(data, "routing.model");

    /// <summary>Reads a model.</summary>
    /// <returns>Why it is refused; null when it was read.</returns>
    public static string? TryRead(string path, out TextModel? model)
    {
        model = null;
        try
        {
            model = ModelFile.Read(File.ReadAllBytes(path));
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <summary>Takes the file as it is now. A file that is refused leaves the model that was there, or the rules alone.</summary>
    public void Load()
    {
        if (!wanted && !File.Exists(path))
        {
            return;
        }

        _refused = TryRead(path, out var model);
        if (_refused is null)
        {
            _now = model;
            Loaded(logger, model!.Version, model.Texts, model.TrainedAt);
        }
        else
        {
            Refused(logger, path, _refused);
        }
    }

    /// <summary>Degraded, not unready: the rules go on alone.</summary>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_refused is null ? HealthCheckResult.Healthy(_now?.Version) : HealthCheckResult.Degraded("router-model-refused"));

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "The router uses model {Version}, learnt from {Texts} texts on {TrainedAt:yyyy-MM-dd}")]
    private static partial void Loaded(ILogger logger, string version, int texts, DateTimeOffset trainedAt);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The router's model at {Path} is not used, and the rules go on without it: {Why}")]
    private static partial void Refused(ILogger logger, string path, string why);
}
