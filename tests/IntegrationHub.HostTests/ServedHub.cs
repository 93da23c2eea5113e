using System.Globalization;

namespace IntegrationHub.HostTests;

/// <summary>A hub that serves, and a client that speaks to it.</summary>
internal abstract class ServedHub(Uri address) : IDisposable
{
    /// <summary>Where it serves.</summary>
    public Uri Address { get; } = address;

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = address };

    /// <summary>Everything that it has printed so far.</summary>
    public abstract string Said { get; }

    /// <summary>Puts its clock forward, as a person does at the foot of <c>/phone</c>.</summary>
    public async Task PutForwardAsync(TimeSpan by)
    {
        const string Token = "__RequestVerificationToken";
        var page = await Http.GetStringAsync(new Uri("/phone", UriKind.Relative));
        var token = page.Split($"{Token}\" type=\"hidden\" value=\"")[1].Split('"')[0];
        using var form = new FormUrlEncodedContent([new(Token, token), new("minutes", by.TotalMinutes.ToString("0", CultureInfo.InvariantCulture))]);
        using var answer = await Http.PostAsync(new Uri("/phone?handler=Clock", UriKind.Relative), form);
        Assert.True(answer.IsSuccessStatusCode, $"The clock was not put forward: {answer.StatusCode}");
    }

    /// <summary>Ends it.</summary>
    public virtual void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }
}
