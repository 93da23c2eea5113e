using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A model as bytes: <c>HUBROUTE</c>, the format's number, the content's length and SHA-256, then the content. Little-endian.</summary>
public static class ModelFile
{
    /// <summary>The format that this hub writes and reads.</summary>
    public const int Format = 1;

    private const int VersionDigits = 12;
    private const int MostLabels = 10_000;
    private const int MostFeatures = 20_000_000;

    private static readonly byte[] s_name = "HUBROUTE"u8.ToArray();

    /// <summary>The bytes of a model, which gives it its <see cref="TextModel.Version"/>.</summary>
    public static byte[] Write(TextModel model)
    {
        using var content = new MemoryStream();
        using (var to = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            WriteContent(to, model);
        }

        var sum = SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length));
        model.Version = VersionOf(sum);
        using var whole = new MemoryStream();
        using var head = new BinaryWriter(whole);
        head.Write(s_name);
        head.Write(Format);
        head.Write(content.Length);
        head.Write(sum);
        head.Write(content.GetBuffer().AsSpan(0, (int)content.Length));
        return whole.ToArray();
    }

    /// <summary>The model in a file's bytes.</summary>
    /// <exception cref="InvalidDataException">It is no model, damaged or from another version; the message says which, and what to do.</exception>
    public static TextModel Read(byte[] bytes)
    {
        var headLength = s_name.Length + sizeof(int) + sizeof(long) + SHA256.HashSizeInBytes;
        if (!bytes.AsSpan().StartsWith(s_name))
        {
            throw new InvalidDataException("This is no router model. Train one with: hub route train");
        }

        using var head = new BinaryReader(new MemoryStream(bytes, s_name.Length, bytes.Length - s_name.Length));
        if (bytes.Length >= s_name.Length + sizeof(int) && head.ReadInt32() is var format && format != Format)
        {
            throw new InvalidDataException($"The router model has format {format}, and this hub reads {Format}. Train it anew with: hub route train");
        }

        if (bytes.Length < headLength || head.ReadInt64() != bytes.Length - headLength
            || head.ReadBytes(SHA256.HashSizeInBytes) is var sum && !SHA256.HashData(bytes.AsSpan(headLength)).AsSpan().SequenceEqual(sum))
        {
            throw Damaged();
        }

        try
        {
            using var content = new BinaryReader(new MemoryStream(bytes, headLength, bytes.Length - headLength));
            var model = ReadContent(content);
            model.Version = VersionOf(SHA256.HashData(bytes.AsSpan(headLength)));
            return model;
        }
        catch (Exception fault) when (fault is EndOfStreamException or FormatException or ArgumentException or InvalidDataException)
        {
            throw Damaged();
        }
    }

    private static InvalidDataException Damaged() =>
        new("The router model is damaged: its content does not fit its checksum. Copy it again, or train it anew with: hub route train");

    private static string VersionOf(byte[] sum) => Convert.ToHexStringLower(sum)[..VersionDigits];

    private static void WriteContent(BinaryWriter to, TextModel model)
    {
        to.Write(model.TrainedAt.UtcTicks);
        to.Write(model.Texts);
        to.Write(model.Sureness);
        to.Write(model.Labels.Count);
        foreach (var label in model.Labels)
        {
            to.Write(label);
        }

        to.Write(model.Members.Count);
        foreach (var member in model.Members)
        {
            to.Write(member is NetworkMember);
            to.Write((int)member.Vocabulary.View);
            to.Write(member.Vocabulary.Features.Length);
            to.Write(MemoryMarshal.AsBytes<ulong>(member.Vocabulary.Features));
            Floats.Write(to, member.Vocabulary.Telling.ToArray());
            member.Write(to);
        }
    }

    private static TextModel ReadContent(BinaryReader from)
    {
        var trainedAt = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero);
        var (texts, sureness) = (from.ReadInt32(), from.ReadSingle());
        var labels = new string[Least(from.ReadInt32(), 2, MostLabels)];
        for (var label = 0; label < labels.Length; label++)
        {
            labels[label] = from.ReadString();
        }

        var members = new IModelMember[Least(from.ReadInt32(), 1, 16)];
        for (var at = 0; at < members.Length; at++)
        {
            members[at] = ReadMember(from, labels.Length);
        }

        return new TextModel(labels, members, sureness, texts, trainedAt);
    }

    private static IModelMember ReadMember(BinaryReader from, int labels)
    {
        var (isNetwork, view) = (from.ReadBoolean(), (TextView)from.ReadInt32());
        var features = new ulong[Least(from.ReadInt32(), 0, MostFeatures)];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(features.AsSpan()));
        var vocabulary = new Vocabulary(view, features, Floats.Read(from, features.Length));
        return isNetwork ? NetworkMember.Read(from, vocabulary, labels) : LinearMember.Read(from, vocabulary, labels);
    }

    private static int Least(int said, int least, int most) =>
        said >= least && said <= most ? said : throw new InvalidDataException($"{said} is not within {least} to {most}");
}
