namespace Edge.ModelTools.Devices;

/// <summary>Default pins of a board, GPIO numbers.</summary>
/// <param name="I2cBus">I2C bus, from 1.</param>
/// <param name="I2cData">I2C data.</param>
/// <param name="I2cClock">I2C clock.</param>
/// <param name="UartPort">Port of the host protocol as the device names it.</param>
/// <param name="UartTx">Its transmit pin.</param>
/// <param name="UartRx">Its receive pin.</param>
/// <param name="Strobe">Strobe around each inference.</param>
internal sealed record BoardPins(int I2cBus, int I2cData, int I2cClock, string UartPort, int UartTx, int UartRx, int Strobe);
