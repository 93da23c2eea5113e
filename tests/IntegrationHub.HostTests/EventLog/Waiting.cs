using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.HostTests.EventLog;

internal static class Waiting
{
    /// <summary>Lets the clock go on, step by step, until what waits for it is done: for calls that reach the server at a time of their own.</summary>
    public static async Task<T> AfterAsync<T>(this Task<T> task, FakeTimeProvider clock, TimeSpan step)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(step);
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        return await task;
    }
}
