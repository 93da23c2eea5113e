namespace IntegrationHub.HostTests.Suppliers;

/// <summary>What stands between the hub and a peer: it hands everything on, and fails as a test wants it.</summary>
public interface IFaultyWire : IAsyncDisposable
{
    /// <summary>The peer takes the next thing that it is told, and nobody hears its answer.</summary>
    void LoseNextAnswer();

    /// <summary>The peer takes what it is told, and its answers do not come before <see cref="Mend"/>.</summary>
    void HoldAnswers();

    /// <summary>Nothing reaches the peer, and nothing comes from it, until <see cref="Mend"/>.</summary>
    void BeDown();

    /// <summary>The peer takes nothing until <see cref="Mend"/>, and asks to be left alone.</summary>
    /// <returns>For how long; null: it has no word for that, and is only down.</returns>
    TimeSpan? BeBusy();

    /// <summary>What the hub proves itself with is not accepted until <see cref="Mend"/>.</summary>
    /// <returns>The setting that must be compared.</returns>
    string RefuseToken();

    /// <summary>No more faults.</summary>
    void Mend();
}
