namespace IntegrationHub.Host.Holdings;

/// <summary>Whose it is from now on. What is left out stays as it is.</summary>
/// <param name="Nobody">It belongs to a place, and to no person.</param>
/// <param name="On">From which day; today when left out.</param>
internal sealed record MoveBody(IReadOnlyList<string>? Holdings, string? Person, bool? Nobody, string? Organisation, string? Site, string? Reference, string? Project, DateOnly? On);

/// <summary>When it ends.</summary>
/// <param name="OfferDays">So many days other units may take it over, when its term is not over; 14 when left out, 0 for none.</param>
internal sealed record EndBody(DateOnly? On, int? OfferDays);
