using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Posts invoices to the hub, one try at a time.</summary>
internal sealed class InvoicePost(HttpClient http, TimeProvider clock)
{
    private const int WhyAtMost = 500;

    /// <summary>Makes one try. What the hub refuses for good is refused; all else may go well later.</summary>
    public async Task<Delivery> SendAsync(Uri to, string token, string id, string xml, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new StringContent(xml, Encoding.UTF8) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", id);
        using var timeout = new CancellationTokenSource(CloudEventSender.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var answer = await http.SendAsync(request, either.Token);
            var said = await answer.Content.ReadAsStringAsync(either.Token);
            var why = $"{(int)answer.StatusCode}: {said[..Math.Min(said.Length, WhyAtMost)]}";
            return answer.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new Delivered(null),
                HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                    or HttpStatusCode.UnprocessableEntity => new Refused((int)answer.StatusCode, why),
                _ => new TryLater(answer.Headers.RetryAfter?.Delta, why),
            };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new TryLater(null, "No answer in time.");
        }
        catch (Exception wire) when (wire is HttpRequestException or IOException)
        {
            return new TryLater(null, wire.Message);
        }
    }
}
