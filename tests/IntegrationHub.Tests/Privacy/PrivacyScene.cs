using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host;
using IntegrationHub.Host.Privacy;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Privacy;

/// <summary>A data directory with cases in it, and a clock that the test moves.</summary>
internal sealed class PrivacyScene : IAsyncDisposable
{
    private static readonly PrivacySettings s_nothingSet = new(null, null, null, new Dictionary<CaseKind, TimeSpan>());
    private readonly DirectoryInfo _folder;
    private readonly CaseNumbers _numbers;

    private PrivacyScene(DirectoryInfo folder, FakeTimeProvider clock, DataDirectory data)
    {
        (_folder, Clock, Data) = (folder, clock, data);
        Cases = new CaseStore(data.Log, data.Codec, recent: data.RememberCases());
        _numbers = new CaseNumbers(data.Log, data.Codec, clock);
    }

    public FakeTimeProvider Clock { get; }

    public DataDirectory Data { get; }

    public CaseStore Cases { get; }

    public static async Task<PrivacyScene> BeginAsync()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
        var folder = Directory.CreateTempSubdirectory("hub-privacy-");
        return new PrivacyScene(folder, clock, await DataDirectory.OpenAsync(folder.FullName, s_nothingSet, new EventLogSettings(Kurrent: null), clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, default));
    }

    public Erasure Erasure(params PersonPlace[] places) => new(Data, Cases, places, Clock);

    public async Task<(CaseNumber Number, PersonId Person)> OpenAsync(
        string key = "k", string phone = "+46701234567", string text = "Skrivaren är trasig", CaseKind kind = CaseKind.Fault)
    {
        var (number, person, refused) = await TryOpenAsync(key, phone, text, kind);
        Assert.Null(refused);
        return (number, person);
    }

    public async Task<(CaseNumber Number, PersonId Person, string? Refused)> TryOpenAsync(string key, string phone, string text, CaseKind kind = CaseKind.Fault)
    {
        var person = Data.Keys.Pseudonym("phone", phone);
        var reporter = new Reporter(person, new Personal(person, "Åsa Östlund"), new Personal(person, phone));
        var intake = new CaseIntake(Data.Log, Data.Codec, Data.Keys, Cases, _numbers, new Router(ServiceCatalogue.Default), ServiceCatalogue.Default);
        var (number, refused) = await intake.TakeAsync(new Contact("web", key, "hash of " + text, text, reporter, Kind: kind), Clock.GetUtcNow(), default);
        return (number, person, refused?.Code);
    }

    public async Task CloseAsync(CaseNumber number, string key = "close")
    {
        var now = Clock.GetUtcNow();
        await AppendAsync(number.Stream, key, new CaseClosed(now));
    }

    public Task AppendAsync(string stream, string key, object fact) => Data.Log.AppendAsync(
        stream, ExpectedRevision.Any, [Data.Codec.Encode(EventId.From(stream, key), fact, new EventContext("user", "web"))], default);

    public async Task<CaseView> ViewAsync(CaseNumber number) => CaseView.Of(await Cases.LoadAsync(number, default))!;

    public async ValueTask DisposeAsync()
    {
        _numbers.Dispose();
        await Data.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
