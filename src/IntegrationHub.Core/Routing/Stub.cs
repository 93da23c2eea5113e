namespace IntegrationHub.Core.Routing;
/// <summary>stub</summary>
public sealed record RouteAlternative(string Service, string Desk, double Confidence);
/// <summary>stub</summary>
public sealed record RoutingQuestion(string Sv, string En, IReadOnlyList<RouteAlternative> Candidates);
/// <summary>stub</summary>
public sealed record RoutingDecision(string? Service, string? Desk, double Confidence, IReadOnlyList<string> Reasons, IReadOnlyList<RouteAlternative> Alternatives, RoutingQuestion? Ask);
