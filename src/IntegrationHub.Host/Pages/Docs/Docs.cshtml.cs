using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationHub.Host.Pages.Docs;

/// <summary>The contract for other systems, as one reads it. The document itself is at <c>/openapi/v1.json</c>.</summary>
[AllowAnonymous]
internal sealed class DocsModel([FromKeyedServices("v1")] IOpenApiDocumentProvider contract) : PageModel
{
    /// <summary>One thing that can be asked.</summary>
    /// <param name="Body">Name of the shape that is sent; null when nothing is.</param>
    /// <param name="Answers">Status to the name of the shape that is answered; empty for no shape.</param>
    internal sealed record Operation(
        string Method, string Path, string Summary, IReadOnlyList<(string Name, string Where, string About)> Parameters, string? Body,
        IReadOnlyList<(string Status, string Shape)> Answers);

    /// <summary>By the nouns of the addresses.</summary>
    public IReadOnlyList<IGrouping<string, Operation>> Groups { get; private set; } = [];

    /// <summary>Every shape with its fields and their types.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(string Name, string Type, bool Required)> Fields)> Shapes { get; private set; } = [];

    /// <summary>Reads the document.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var document = await contract.GetOpenApiDocumentAsync(ct);
        Groups =
        [
            .. document.Paths.SelectMany(path => (path.Value.Operations ?? []).Select(operation => (path.Key, operation.Key, operation.Value)))
                .GroupBy(found => found.Value.Tags?.FirstOrDefault()?.Name ?? "", found => Read(found.Item2.Method, found.Item1, found.Value), StringComparer.Ordinal),
        ];
        Shapes =
        [
            .. (document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Where(pair => pair.Value.Properties is { Count: > 0 })
                .Select(pair => (pair.Key, (IReadOnlyList<(string, string, bool)>)
                    [.. pair.Value.Properties!.Select(field => (field.Key, NameOf(field.Value), pair.Value.Required?.Contains(field.Key) == true))])),
        ];
    }

    private static Operation Read(string method, string path, OpenApiOperation operation) => new(
        method, path, operation.Summary ?? "",
        [.. (operation.Parameters ?? []).Select(parameter => (parameter.Name ?? "", parameter.In?.ToString().ToLowerInvariant() ?? "", parameter.Description ?? ""))],
        operation.RequestBody?.Content?.Values.FirstOrDefault()?.Schema is { } body ? NameOf(body) : null,
        [.. (operation.Responses ?? []).Select(answer => (answer.Key, answer.Value.Content?.Values.FirstOrDefault()?.Schema is { } shape ? NameOf(shape) : ""))]);

    private static string NameOf(IOpenApiSchema schema) => schema switch
    {
        OpenApiSchemaReference reference => reference.Reference.Id ?? "",
        { Items: { } items } => NameOf(items) + "[]",
        { Enum: { Count: > 0 } words } => string.Join(" | ", words),
        { Type: { } type } => type.ToString().ToLowerInvariant() + (schema.Format is { } format ? $" ({format})" : ""),
        { OneOf: { Count: > 0 } one } => string.Join(" | ", one.Select(NameOf)),
        _ => "any",
    };
}
