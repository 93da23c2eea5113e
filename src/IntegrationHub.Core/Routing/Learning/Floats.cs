using System.Numerics;
using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>Sums over rows of numbers, eight at a time where the processor can.</summary>
internal static class Floats
{
    /// <summary>Adds a multiple of one row to another.</summary>
    public static void AddScaled(float by, ReadOnlySpan<float> row, Span<float> to)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(row);
        var wideTo = MemoryMarshal.Cast<float, Vector<float>>(to);
        var many = new Vector<float>(by);
        for (var at = 0; at < wide.Length; at++)
        {
            wideTo[at] += many * wide[at];
        }

        for (var at = wide.Length * Vector<float>.Count; at < row.Length; at++)
        {
            to[at] += by * row[at];
        }
    }

    /// <summary>Adds a multiple of a text, and of the constant, to a line.</summary>
    public static void AddScaled(float by, TextVector text, float[] line)
    {
        for (var at = 0; at < text.Features.Length; at++)
        {
            line[text.Features[at]] += by * text.Weights[at];
        }

        line[^1] += by;
    }

    /// <summary>The sum of the products.</summary>
    public static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(one);
        var wideOther = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var at = 0; at < wide.Length; at++)
        {
            sums += wide[at] * wideOther[at];
        }

        var sum = Vector.Sum(sums);
        for (var at = wide.Length * Vector<float>.Count; at < one.Length; at++)
        {
            sum += one[at] * other[at];
        }

        return sum;
    }

    /// <summary>Which side of a line a text is on, and how far; the line's last number is the constant.</summary>
    public static double Dot(float[] line, TextVector text)
    {
        double sum = line[^1];
        for (var at = 0; at < text.Features.Length; at++)
        {
            sum += line[text.Features[at]] * text.Weights[at];
        }

        return sum;
    }

    /// <summary>Numbers to a file, at half their precision: no decision depends on more.</summary>
    public static void Write(BinaryWriter to, float[] numbers)
    {
        var half = new Half[numbers.Length];
        for (var at = 0; at < numbers.Length; at++)
        {
            half[at] = (Half)numbers[at];
        }

        to.Write(MemoryMarshal.AsBytes<Half>(half));
    }

    /// <summary>Numbers from a file.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static float[] Read(BinaryReader from, int count)
    {
        var half = new Half[count];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(half.AsSpan()));
        var numbers = new float[count];
        for (var at = 0; at < count; at++)
        {
            numbers[at] = (float)half[at];
        }

        return numbers;
    }
}
