namespace IntegrationHub.Core.Correlation;

/// <summary>The words of a report as they are compared: without case, diacritics, endings and numbers, each once.</summary>
internal sealed class ReportWords
{
    /// <summary>At most so many are looked at.</summary>
    public const int Most = 20;

    private const int Read = 600;
    private const int Stem = 6;
    private const int Shortest = 3;
    private const uint Seed = 2_166_136_261;
    private const uint Prime = 16_777_619;
    private readonly Dictionary<uint, uint> _concepts = [];
    private readonly Dictionary<uint, string> _named = [];

    /// <summary>Reads words, and those that mean the same as one more.</summary>
    public ReportWords(IReadOnlyList<Concept> concepts)
    {
        foreach (var concept in concepts)
        {
            var id = (uint)(Name.Of("concept " + concept.Id) >> 32);
            _named[id] = concept.Id;
            foreach (var word in concept.Words)
            {
                foreach (var hash in new Walk(word, Read))
                {
                    _concepts[hash] = id;
                }
            }
        }
    }

    /// <summary>Finds the words.</summary>
    /// <param name="text">As it was said.</param>
    /// <param name="words">Room for <see cref="Most"/>.</param>
    /// <returns>How many there are.</returns>
    public int Of(string? text, Span<uint> words)
    {
        var count = 0;
        foreach (var hash in new Walk(text, Read))
        {
            Add(words, hash, ref count);
            if (_concepts.TryGetValue(hash, out var concept))
            {
                Add(words, concept, ref count);
            }
        }

        return count;
    }

    /// <summary>What several words mean; null for a word that stands for itself, which may be a name, and so stays with those who said it.</summary>
    public string? Named(uint word) => _named.GetValueOrDefault(_concepts.GetValueOrDefault(word, word));

    private static void Add(Span<uint> words, uint word, ref int count)
    {
        if (count < Most && !words[..count].Contains(word))
        {
            words[count++] = word;
        }
    }

    private ref struct Walk(string? text, int most)
    {
        private readonly ReadOnlySpan<char> _text = text.AsSpan(0, Math.Min(text?.Length ?? 0, most));
        private int _at;

        public uint Current { get; private set; }

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_at < _text.Length)
            {
                var (hash, letters) = (Seed, 0);
                for (; _at < _text.Length && Folded(_text[_at]) is var letter and not '\0'; _at++)
                {
                    if (++letters <= Stem)
                    {
                        hash = (hash ^ letter) * Prime;
                    }
                }

                Current = hash;
                if (letters >= Shortest)
                {
                    return true;
                }

                _at += letters == 0 ? 1 : 0;
            }

            return false;
        }

        /// <remarks>Numbers are rooms, phones and ticket numbers: they say who, not what.</remarks>
        private static char Folded(char letter) => letter switch
        {
            >= 'a' and <= 'z' => letter,
            >= 'A' and <= 'Z' => (char)(letter | 0x20),
            < (char)0x80 => '\0',
            'å' or 'ä' or 'Å' or 'Ä' or 'à' or 'á' => 'a',
            'ö' or 'Ö' or 'ø' or 'Ø' => 'o',
            'é' or 'É' or 'è' => 'e',
            _ => char.IsLetter(letter) ? char.ToLowerInvariant(letter) : '\0',
        };
    }
}
