namespace IntegrationHub.Core.Routing.Learning;

/// <summary>What a member of the model looks at in a text. Each part is a kind of feature.</summary>
[Flags]
public enum TextView
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Each word.</summary>
    Words = 1,

    /// <summary>Two words that stand together.</summary>
    Neighbours = 2,

    /// <summary>Three to five letters in a row inside a word: typing errors and compounds share them.</summary>
    Letters = 4,

    /// <summary>Two words that both stand among the first 25, in any order.</summary>
    Company = 8,

    /// <summary>What stands before the greeting: the subject of a mail, its words, neighbours and the whole.</summary>
    Subject = 16,

    /// <summary>The first 20 words.</summary>
    Beginning = 32,

    /// <summary>The last 6 words: a signature often says what somebody works with.</summary>
    Ending = 64,
}
