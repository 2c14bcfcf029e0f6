namespace GoogLeNetSharp.Inference.Kernels;

/// <summary>The panels of each group of a convolution.</summary>
internal sealed class PanelGroups : IDisposable
{
    private readonly Panels[] _groups;

    /// <summary>Creates the panels of each group, all of the same size.</summary>
    public PanelGroups(long groups, Func<Panels> make)
    {
        _groups = new Panels[groups];
        for (var i = 0; i < groups; i++) _groups[i] = make();
    }

    /// <summary>Number of panels per group.</summary>
    public long CountInGroup => _groups[0].Count;

    /// <summary>Gets the panels of a group.</summary>
    public Panels this[long group] => _groups[group];

    public void Dispose()
    {
        foreach (var panels in _groups) panels.Dispose();
    }
}
