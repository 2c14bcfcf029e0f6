using System.Text;

namespace GoogLeNetSharp.Tests.Build;

/// <summary>The version requirements of an ELF-64 library: name and flags of each entry of .gnu.version_r.</summary>
internal static class ElfVersions
{
    private const uint GnuVerneed = 0x6ffffffe;

    public static Dictionary<string, ushort> Read(string path)
    {
        var elf = File.ReadAllBytes(path);
        var requirements = new Dictionary<string, ushort>();
        var table = (int)BitConverter.ToInt64(elf, 40);
        var (size, count) = (BitConverter.ToUInt16(elf, 58), BitConverter.ToUInt16(elf, 60));
        foreach (var header in Enumerable.Range(0, count).Select(i => table + (i * size))
            .Where(header => BitConverter.ToUInt32(elf, header + 4) == GnuVerneed))
        {
            var strings = (int)BitConverter.ToInt64(elf, table + (BitConverter.ToInt32(elf, header + 40) * size) + 24);
            var need = (int)BitConverter.ToInt64(elf, header + 24);
            for (var files = BitConverter.ToInt32(elf, header + 44); files > 0; files--)
            {
                var entry = need + BitConverter.ToInt32(elf, need + 8);
                for (var entries = BitConverter.ToUInt16(elf, need + 2); entries > 0; entries--)
                {
                    var name = elf.AsSpan(strings + BitConverter.ToInt32(elf, entry + 8));
                    requirements[Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)])] = BitConverter.ToUInt16(elf, entry + 4);
                    entry += BitConverter.ToInt32(elf, entry + 12);
                }

                need += BitConverter.ToInt32(elf, need + 12);
            }
        }

        return requirements;
    }
}
