using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Host;
using IntegrationHub.Host.Suppliers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

public sealed class AskingASupplier
{
    [Fact]
    public async Task One_whose_answer_nobody_can_make_anything_of_is_asked_again()
    {
        var folder = Directory.CreateTempSubdirectory("asking-");
        try
        {
            var (clock, asked, twice) = (new FakeTimeProvider(), 0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Task<Heard> AskAsync(string? cursor, CancellationToken ct)
            {
                if (Interlocked.Increment(ref asked) == 2)
                {
                    twice.SetResult();
                }

                throw new NotSupportedException("No such thing was thought of.");
            }

            var supplier = new SupplierSettings("odd", "tmf621", new Uri("http://127.0.0.1:1"), "t");
            using var polling = new SupplierPolling(supplier, AskAsync, "poll-odd", null!, new DataDirectory(folder.FullName, null!, null!, null!, null!), clock, NullLogger<SupplierPolling>.Instance, new Started());
            await polling.StartAsync(TestContext.Current.CancellationToken);
            for (var began = TimeProvider.System.GetTimestamp(); !twice.Task.IsCompleted;)
            {
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "It was not asked again.");
                clock.Advance(TimeSpan.FromMinutes(1));
                await Task.Yield();
            }

            await polling.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private sealed class Started : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
