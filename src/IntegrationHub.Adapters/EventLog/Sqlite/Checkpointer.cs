namespace IntegrationHub.Adapters.EventLog.Sqlite;

internal static class Checkpointer
{
    public const int Pages = 1000;
    public const long KeptBytes = 64 * 1024 * 1024;
}
