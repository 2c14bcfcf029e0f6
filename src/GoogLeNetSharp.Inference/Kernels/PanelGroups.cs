namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The panels of each group of a convolution.</summary>
internal sealed class PanelGroups : IDisposable
{
    private readonly Panels[] _groups;

    /// <summary>Makes the panels of each group, all of one size.</summary>
    public PanelGroups(long groups, Func<Panels> make)
    {
        _groups = new Panels[groups];
        for (var i = 0; i < groups; i++) _groups[i] = make();
    }

    /// <summary>Panels of one group.</summary>
    public long CountInGroup => _groups[0].Count;

    /// <summary>The panels of one group.</summary>
    public Panels this[long group] => _groups[group];

    public void Dispose()
    {
        foreach (var panels in _groups) panels.Dispose();
    }
}
