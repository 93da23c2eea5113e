namespace IntegrationHub.KurrentServer.Groups;

/// <summary>What a group has yet to give out: retries before everything else.</summary>
internal sealed class Backlog
{
    private readonly LinkedList<Delivery> _retries = [];
    private readonly LinkedList<Delivery> _fresh = [];

    public int Retries => _retries.Count;

    public int Fresh => _fresh.Count;

    public void Add(Delivery delivery) => _fresh.AddLast(delivery);

    public void AddRetry(Delivery delivery) => _retries.AddLast(delivery);

    public void Clear()
    {
        _retries.Clear();
        _fresh.Clear();
    }

    /// <summary>Gives out in order, until one must wait that none may overtake.</summary>
    /// <param name="give">Whether a consumer took it.</param>
    /// <param name="mayOvertake">Whether later ones may go before it.</param>
    public void GiveOut(Func<Delivery, bool> give, Func<Delivery, bool> mayOvertake)
    {
        foreach (var list in (LinkedList<Delivery>[])[_retries, _fresh])
        {
            for (var node = list.First; node is not null;)
            {
                var here = node;
                node = node.Next;
                if (give(here.Value))
                {
                    list.Remove(here);
                }
                else if (!mayOvertake(here.Value))
                {
                    return;
                }
            }
        }
    }
}
