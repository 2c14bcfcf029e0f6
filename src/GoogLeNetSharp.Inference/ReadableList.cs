using System.Collections.ObjectModel;
using System.Globalization;

namespace GoogLeNetSharp;

/// <summary>A read-only copy of a list whose text contains its items, for members of records.</summary>
/// <param name="items">The items.</param>
internal sealed class ReadableList<T>(IEnumerable<T> items) : ReadOnlyCollection<T>([.. items])
{
    private const int MostItems = 10;

    /// <summary>Returns the first ten items in brackets and the number of others.</summary>
    public override string ToString()
    {
        var text = string.Join(", ", this.Take(MostItems).Select(item => string.Create(CultureInfo.InvariantCulture, $"{item}")));
        return Count > MostItems ? FormattableString.Invariant($"[{text} and {Count - MostItems} more]") : $"[{text}]";
    }
}
