using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The simulator's levers, for tests and pages on this machine: <c>/control</c>. Other machines get 404.</summary>
internal sealed class ControlEndpoints(SimulatorOptions options, SimulatedDesks desks, ReportRunner runner)
{
    /// <summary>What a person at the desk can do, and the report that it makes.</summary>
    private static readonly Dictionary<string, string> s_actions = new(StringComparer.Ordinal)
    {
        ["accept"] = SupplierMessages.Accepted,
        ["decline"] = SupplierMessages.Declined,
        ["progress"] = SupplierMessages.Progressed,
        ["ask"] = SupplierMessages.QuestionAsked,
        ["resolve"] = SupplierMessages.Resolved,
        ["propose-handover"] = SupplierMessages.HandoverProposed,
        ["accept-handover"] = SupplierMessages.HandoverAccepted,
        ["decline-handover"] = SupplierMessages.HandoverDeclined,
        ["note"] = SupplierMessages.NoteAdded,
        ["call"] = SupplierMessages.CallbackMade,
        ["close"] = SupplierMessages.Closed,
        ["cancel"] = SupplierMessages.Cancelled,
    };

    public void Map(IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control");
        control.AddEndpointFilter(OnThisMachineAsync);
        control.MapGet("/tickets", () => TypedResults.Json(desks.Tickets, SimulatorJson.Options));
        control.MapGet("/effects", () => TypedResults.Json(desks.Effects, SimulatorJson.Options));
        control.MapGet("/reports", () => TypedResults.Json(runner.Reports, SimulatorJson.Options));
        control.MapGet("/faults", () => TypedResults.Json(new ControlFaults(desks.Faults.List), SimulatorJson.Options));
        control.MapPost("/faults", SetFaults);
        control.MapPost("/auto", SetAuto);
        control.MapPost("/tickets/{ticket}/{action}", Act);
    }

    /// <summary>Lets in who is on this machine; there is nothing for others.</summary>
    public static async ValueTask<object?> OnThisMachineAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) ? await next(context) : TypedResults.NotFound();

    private Results<JsonHttpResult<ControlFaults>, ProblemHttpResult> SetFaults(ControlFaults wanted)
    {
        if (SimulatorFaults.Parse(wanted.Faults, options.Seed, out var wrong) is not { } faults)
        {
            return TypedResults.Problem(wrong, statusCode: 400, type: "fault-unknown");
        }

        desks.Faults = faults;
        return TypedResults.Json(new ControlFaults(faults.List), SimulatorJson.Options);
    }

    private NoContent SetAuto(ControlAuto wanted)
    {
        desks.Auto = wanted.Auto;
        return TypedResults.NoContent();
    }

    private Results<Accepted, NotFound, ProblemHttpResult> Act(string ticket, string action, JsonObject? body)
    {
        if (desks.Tickets.FirstOrDefault(candidate => candidate.Ticket == ticket) is not { } held || !s_actions.TryGetValue(action, out var type))
        {
            return TypedResults.NotFound();
        }

        var now = options.Clock.GetUtcNow();
        var data = new JsonObject((body ?? []).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())))
        {
            ["case"] = held.Case,
            ["ticket"] = held.Ticket,
        };
        var id = $"{PlannedReport.ByHand}-{Guid.CreateVersion7(now)}";
        var parsed = SupplierMessages.Parse(new ReceivedEvent(
            id, "control", type, null, now, "application/json", JsonSerializer.SerializeToUtf8Bytes(data), new Dictionary<string, string>(StringComparer.Ordinal), ""));
        if (parsed is not Understood { Report: var report })
        {
            return TypedResults.Problem(string.Join(' ', ((Misfit)parsed).Faults), statusCode: 400, type: "report-invalid");
        }

        desks.ByHand(PlannedReport.Of(id, PlannedReport.ByHand, held.Supplier, report, now));
        return TypedResults.Accepted("/control/reports");
    }
}

/// <summary>Body of <c>/control/faults</c>.</summary>
/// <param name="Faults">As <see cref="SimulatorFaults.Parse"/> reads them; an empty list switches all off.</param>
public sealed record ControlFaults(IReadOnlyList<string> Faults);

/// <summary>Body of <c>/control/auto</c>.</summary>
/// <param name="Auto">Whether the desks work by themselves from now on.</param>
public sealed record ControlAuto(bool Auto);
