using System.Net;
using System.Text;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>Asks the double without a network.</summary>
public sealed class DoubleHandler(ElasticDouble elastic) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = elastic.Answer(new(
            request.Method.Method, request.RequestUri!.AbsolutePath, request.RequestUri.Query, request.Content?.Headers.ContentType?.ToString(),
            request.Headers.Accept.ToString(), request.Headers.Authorization?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { RequestMessage = request };
        if (reply.SaysProduct)
        {
            response.Headers.Add("X-Elastic-Product", "Elasticsearch");
        }

        if (reply.Body is { } body)
        {
            response.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8");
        }

        return response;
    }
}
